namespace AkkaGrid.Benchmarks.Harness;

/// <summary>One of the things that are compared.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="RunAsync">Measures one round.</param>
internal sealed record Variant(string Name, Func<Task<Sample>> RunAsync);
