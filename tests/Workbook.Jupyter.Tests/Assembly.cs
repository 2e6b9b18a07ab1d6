[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)] // one after the other: interrupts and the console belong to the process
