using AkkaGrid.Node.Configuration;
using Prometheus;

namespace AkkaGrid.Node.Telemetry;

/// <summary>The limits of what a node may use, disk and memory; read when they are scraped.</summary>
internal sealed class ResourceMetrics
{
    /// <summary>Gauge: bytes that the disk of the data directory has left for this user.</summary>
    public const string DiskAvailable = "kv_disk_available_bytes";

    /// <summary>Gauge: the size of that disk in bytes.</summary>
    public const string DiskSize = "kv_disk_size_bytes";

    /// <summary>Gauge: the use of memory in bytes from which .NET considers the load high.</summary>
    public const string MemoryHighThreshold = "process_memory_high_threshold_bytes";

    /// <summary>Gauge: how large the managed heap may grow, in bytes.</summary>
    public const string HeapLimit = "process_heap_limit_bytes";

    private readonly string _data;
    private readonly Gauge _diskAvailable;
    private readonly Gauge _diskSize;
    private readonly Gauge _memoryHighThreshold;
    private readonly Gauge _heapLimit;

    public ResourceMetrics(CollectorRegistry registry, NodeOptions options)
    {
        var metrics = Metrics.WithCustomRegistry(registry);
        _data = options.DataPath;
        _diskAvailable = metrics.CreateGauge(DiskAvailable, "Bytes that the disk of the data directory has left.");
        _diskSize = metrics.CreateGauge(DiskSize, "Size of the disk of the data directory.");
        _memoryHighThreshold = metrics.CreateGauge(
            MemoryHighThreshold,
            "Use of memory from which .NET considers the load high: 90 % of the container's limit, or "
                + "of the machine's memory.");
        _heapLimit = metrics.CreateGauge(HeapLimit, "How large the managed heap may grow.");
        registry.AddBeforeCollectCallback(Read);
    }

    private void Read()
    {
        var (available, size) = ReadDisk();
        _diskAvailable.Set(available);
        _diskSize.Set(size);

        // The runtime knows the limits of control groups of either version; before the first collection it reports 0.
        var memory = GC.GetGCMemoryInfo();
        _memoryHighThreshold.Set(
            memory.HighMemoryLoadThresholdBytes > 0 ? memory.HighMemoryLoadThresholdBytes : double.NaN);
        _heapLimit.Set(memory.TotalAvailableMemoryBytes > 0 ? memory.TotalAvailableMemoryBytes : double.NaN);
    }

    // A disk that cannot be queried must not remove the other metrics.
    private (double Available, double Size) ReadDisk()
    {
        try
        {
            var disk = new DriveInfo(_data);
            return (disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (double.NaN, double.NaN);
        }
    }
}
