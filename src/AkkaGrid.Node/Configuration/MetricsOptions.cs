namespace AkkaGrid.Node.Configuration;

/// <summary>Where the process exposes its platform metrics (runtime, Kestrel), under <c>/metrics</c>.</summary>
internal sealed class MetricsOptions
{
    /// <summary>The range of <see cref="Port"/>.</summary>
    public static readonly Bounds<int> PortBounds = new(0, 65535, "");

    /// <summary>The interface to listen at; <c>*</c> for all. Default: <c>127.0.0.1</c>.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The TCP port, one per process; 0 turns the platform metrics off. Default: 9464.</summary>
    public int Port { get; set; } = 9464;
}
