using System.Globalization;
using System.Security.Cryptography;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Telling;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>Which stories a run plays.</summary>
/// <param name="Kind">Stories of this kind only; null for all kinds in turn.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Calls">How many calls the clients of a story make.</param>
/// <param name="Limit">When no further story is begun; null for no limit.</param>
internal sealed record RunSettings(StoryKind? Kind, IEnumerable<int> Seeds, int Calls, TimeSpan? Limit)
{
    private const int DefaultSeeds = 100;
    private const int DefaultCalls = 200;
    private const int DefaultShrinks = 800;

    /// <summary>
    /// The settings of the environment. Where it names no first seed and no time, half of the seeds are the same each
    /// time, and half are new.
    /// </summary>
    public static RunSettings FromEnvironment()
    {
        var kind = Text("AKKAGRID_KIND") is { } name ? Enum.Parse<StoryKind>(name) : (StoryKind?)null;
        var (first, count, minutes) = (Number("AKKAGRID_SEED"), Number("AKKAGRID_SEEDS"), Number("AKKAGRID_MINUTES"));
        var calls = Number("AKKAGRID_CALLS") ?? DefaultCalls;
        var fresh = RandomNumberGenerator.GetInt32(1_000_000, int.MaxValue / 2);
        if (first is null && minutes is null)
        {
            var half = ((count ?? DefaultSeeds) + 1) / 2;
            var seeds = Enumerable.Range(1, half).Concat(Enumerable.Range(fresh, (count ?? DefaultSeeds) - half));
            return new RunSettings(kind, seeds, calls, null) { Fresh = fresh };
        }

        var start = first ?? fresh;
        return new RunSettings(
            kind,
            Enumerable.Range(start, count ?? (minutes is null ? 1 : int.MaxValue - start)),
            calls,
            minutes is { } limit ? TimeSpan.FromMinutes(limit) : null)
        { Fresh = start };
    }

    /// <summary>The first of the seeds that are new each time.</summary>
    public int Fresh { get; init; }

    /// <summary>How many plays may be spent on making a failing story shorter.</summary>
    public int Shrinks { get; init; } = Number("AKKAGRID_SHRINK") ?? DefaultShrinks;

    /// <summary>The kind of the story of a seed.</summary>
    public StoryKind KindOf(int seed) => Kind ?? StoryTeller.KindOf(seed);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Kind?.ToString() ?? "All kinds"}, {Calls} calls for a story, fresh seeds from {Fresh}";

    private static string? Text(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;

    private static int? Number(string name) =>
        Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
