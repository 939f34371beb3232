namespace AkkaGrid.Benchmarks.Harness;

/// <summary>One of the things that are compared.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="RunAsync">Measures one round.</param>
internal sealed record Variant(string Name, Func<Task<Sample>> RunAsync)
{
    /// <summary>Servers under load.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="cpu">The servers' CPU time so far.</param>
    /// <param name="load">Puts them under load.</param>
    /// <param name="count">How many requests a round has.</param>
    /// <param name="requests">The requests, taken in turn.</param>
    public static Variant OfLoad(
        string name, Func<TimeSpan> cpu, LoadGenerator load, int count, IReadOnlyList<byte[]> requests) =>
        new(name, async () =>
        {
            var before = cpu();
            var elapsed = await load.RunAsync(count, requests);
            return new Sample(count, elapsed, cpu() - before);
        });
}
