using System.Text.Json;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Cli.RushHour;

/// <summary>The charge requests of one client, drawn as the originals' load tester draws them.</summary>
internal sealed class Vehicles(Random random, TimeProvider time)
{
    private static readonly decimal[] Powers = [7, 11, 22, 50, 100, 150];

    // low : normal : high = 1 : 3 : 1
    private static readonly string[] Mix =
        [Priorities.Low, Priorities.Normal, Priorities.Normal, Priorities.Normal, Priorities.High];

    public ChargeRequest Next() => new(
        $"EV_{random.Next(1000, 10_000)}",
        Powers[random.Next(Powers.Length)],
        Mix[random.Next(Mix.Length)],
        JsonSerializer.SerializeToElement(time.GetUtcNow(), CliJson.Default.DateTimeOffset));

    /// <summary>How long the client sleeps between an answer and its next request: 0.1 to 2.0 s, evenly.</summary>
    public TimeSpan NextPause() => TimeSpan.FromSeconds(0.1 + (1.9 * random.NextDouble()));
}
