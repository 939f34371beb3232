namespace AkkaGrid.Scenarios.Grid;

/// <summary>Stories that share one local grid.</summary>
[CollectionDefinition(Name)]
public sealed class SharedGridStories : ICollectionFixture<SharedGrid>
{
    public const string Name = "one local grid";
}
