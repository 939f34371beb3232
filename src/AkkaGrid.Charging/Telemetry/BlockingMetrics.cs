using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Blocking;
using Prometheus;

namespace AkkaGrid.Charging.Telemetry;

/// <summary>
/// The share of requests that the grid refuses, and that a single pool of its power would: only at the balancer's node.
/// </summary>
public sealed class BlockingMetrics
{
    /// <summary>Requests by size, priority and outcome.</summary>
    public const string RequestsName = "charging_requests_total";

    /// <summary>Requests of the last 10 minutes.</summary>
    public const string OfferedName = "charging_offered_requests";

    /// <summary>The share of these requests that was refused, from 0 to 1.</summary>
    public const string BlockingName = "charging_blocking_ratio";

    /// <summary>The share of a size that a single pool would refuse (Kaufman-Roberts), from 0 to 1.</summary>
    public const string PooledBlockingName = "charging_pooled_blocking_ratio";

    /// <summary>The share of all requests that was refused, from 0 to 1, by count or by power.</summary>
    public const string RefusedName = "charging_refused_ratio";

    /// <summary>The share of all requests that a single pool would refuse, from 0 to 1, by count or by power.</summary>
    public const string PooledRefusedName = "charging_pooled_refused_ratio";

    private const string Size = "size";
    private const string Priority = "priority";
    private const string By = "by";
    private const string Count = "count";
    private const string Power = "power";

    private readonly Counter _requests;
    private readonly Gauge _offered;
    private readonly Gauge _blocking;
    private readonly Gauge _pooledBlocking;
    private readonly Gauge _refused;
    private readonly Gauge _pooledRefused;

    /// <summary>Creates the instruments, or finds existing ones.</summary>
    public BlockingMetrics(IMetricFactory factory)
    {
        _requests = factory.CreateCounter(
            RequestsName,
            "Requests by largest power of the size class in kW, priority and outcome.",
            [Size, Priority, "outcome"]);
        _offered = factory.CreateGauge(OfferedName, "Requests of the last 10 minutes.", [Size, Priority]);
        _blocking = factory.CreateGauge(
            BlockingName, "The share of these requests that was refused, from 0 to 1.", [Size, Priority]);
        _pooledBlocking = factory.CreateGauge(
            PooledBlockingName, "The share that a single pool would refuse (Kaufman-Roberts), from 0 to 1.", [Size]);
        _refused = factory.CreateGauge(RefusedName, "The share of all requests that was refused, from 0 to 1.", [By]);
        _pooledRefused = factory.CreateGauge(
            PooledRefusedName, "The share of all requests that a single pool would refuse, from 0 to 1.", [By]);
    }

    internal void Closed(RequestClosed closed) => _requests
        .WithLabels(SizeClass.Of(closed.Request.Amount).Label, Label(closed.Request.Priority), closed.Outcome switch
        {
            RequestOutcome.Accepted => "accepted",
            RequestOutcome.AcceptedAfterWaiting => "accepted-after-waiting",
            RequestOutcome.AcceptedWithLess => "accepted-with-less",
            RequestOutcome.Refused => "refused",
            _ => "withdrawn",
        })
        .Inc();

    internal void Show(BlockingReading reading)
    {
        Show(_offered, reading.Requests.Select(requests => (Labels(requests), (double)requests.Offered)));
        Show(_blocking, reading.Requests.Select(requests => (Labels(requests), requests.Blocking)));
        Show(_pooledBlocking, reading.Pooled.Select(pooled => (new[] { pooled.Size.Label }, pooled.Blocking)));
        Show(_refused, reading.Refused);
        Show(_pooledRefused, reading.RefusedPooled);
    }

    internal void Clear()
    {
        foreach (var gauge in new[] { _offered, _blocking, _pooledBlocking, _refused, _pooledRefused })
            Show(gauge, []);
    }

    private static void Show(Gauge gauge, BlockingShares? shares) =>
        Show(gauge, shares is { } known ? [([Count], known.Count), ([Power], known.Power)] : []);

    /// <summary>Sets these series and removes all others: a share without recent requests has no meaning.</summary>
    private static void Show(Gauge gauge, IEnumerable<(string[] Labels, double Value)> series)
    {
        var shown = new HashSet<string>();
        foreach (var (labels, value) in series)
        {
            gauge.WithLabels(labels).Set(value);
            shown.Add(string.Join(' ', labels));
        }

        foreach (var labels in gauge.GetAllLabelValues()
            .Where(labels => !shown.Contains(string.Join(' ', labels))).ToArray())
            gauge.RemoveLabelled(labels);
    }

    private static string[] Labels(OfferedRequests requests) => [requests.Size.Label, Label(requests.Priority)];

    private static string Label(Priority priority) => priority switch
    {
        Core.Charging.Priority.Low => "low",
        Core.Charging.Priority.High => "high",
        _ => "normal",
    };
}
