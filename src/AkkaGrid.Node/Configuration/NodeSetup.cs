using AkkaGrid.Node.Hosting;

namespace AkkaGrid.Node.Configuration;

/// <summary>All that is needed to start one node.</summary>
/// <param name="Options">Its settings, checked.</param>
/// <param name="Urls">Its HTTP addresses; port 0 takes a free one.</param>
internal sealed record NodeSetup(NodeOptions Options, IReadOnlyList<string> Urls)
{
    /// <summary>How fast the node detects faults and recovers; tests use shorter times than production.</summary>
    public NodeTimings Timings { get; init; } = new();

    /// <summary>Where log levels are configured.</summary>
    public IConfiguration Logging { get; init; } = new ConfigurationBuilder().Build();

    /// <summary>Further Akka configuration, which overrides all other; for tests that cut links.</summary>
    public string ExtraHocon { get; init; } = "";
}
