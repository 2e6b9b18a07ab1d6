[assembly: CollectionBehavior(DisableTestParallelization = true)] // interrupts and the console belong to the process
