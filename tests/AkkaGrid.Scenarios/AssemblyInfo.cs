// Each scenario runs a cluster of its own; side by side they would only starve each other of the processor.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
