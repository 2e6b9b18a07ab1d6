[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)] // interrupts and the console belong to the process
