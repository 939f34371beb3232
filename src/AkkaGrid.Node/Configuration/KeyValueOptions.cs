using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.Node.Configuration;

/// <summary>The store.</summary>
internal sealed class KeyValueOptions
{
    /// <summary>The range of <see cref="MaxValueBytes"/>.</summary>
    public static readonly Bounds<int> MaxValueBytesBounds = new(1, 64 * 1024 * 1024, "bytes");

    /// <summary>The range of <see cref="ContextWait"/>.</summary>
    public static readonly Bounds<TimeSpan> ContextWaitBounds = new(TimeSpan.Zero, TimeSpan.FromMinutes(1), "seconds");

    /// <summary>The range of <see cref="LogRetention"/>.</summary>
    public static readonly Bounds<TimeSpan> LogRetentionBounds = new(TimeSpan.Zero, TimeSpan.FromDays(30), "seconds");

    /// <summary><c>fsync</c> (default) or <c>os</c>.</summary>
    public Durability Durability { get; set; } = Durability.Fsync;

    /// <summary>The largest value, in bytes. Default: 1 MiB.</summary>
    public int MaxValueBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a request waits for its causal context. Default: 2 s.</summary>
    public TimeSpan ContextWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the log is kept beyond stability. Default: 1 h.</summary>
    public TimeSpan LogRetention { get; set; } = TimeSpan.FromHours(1);
}
