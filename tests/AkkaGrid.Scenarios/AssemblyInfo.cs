// Most of a scenario is waiting; each grid has ports and folders of its own.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
