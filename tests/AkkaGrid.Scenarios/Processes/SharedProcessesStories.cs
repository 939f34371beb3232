namespace AkkaGrid.Scenarios.Processes;

/// <summary>Stories that share one grid of processes.</summary>
[CollectionDefinition(Name)]
public sealed class SharedProcessesStories : ICollectionFixture<SharedProcesses>
{
    public const string Name = "one grid of processes";
}
