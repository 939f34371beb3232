using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Blocking;
using Prometheus;

namespace AkkaGrid.Charging.Telemetry;

/// <summary>How much the grid refuses, beside what an undivided pool of its power would: told at the balancer's node only.</summary>
public sealed class BlockingMetrics
{
    /// <summary>Requests by size, priority and what became of them.</summary>
    public const string RequestsName = "charging_requests_total";

    /// <summary>Requests that came in the last 10 minutes.</summary>
    public const string OfferedName = "charging_offered_requests";

    /// <summary>The share of those that was refused, from 0 to 1.</summary>
    public const string BlockingName = "charging_blocking_ratio";

    /// <summary>The share of a size that one undivided pool would refuse (Kaufman-Roberts), from 0 to 1.</summary>
    public const string PooledBlockingName = "charging_pooled_blocking_ratio";

    /// <summary>The share of all that was refused, from 0 to 1, by count or by power.</summary>
    public const string RefusedName = "charging_refused_ratio";

    /// <summary>The share of all that one undivided pool would refuse, from 0 to 1, by count or by power.</summary>
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

    /// <summary>Creates the instruments, or finds those that are there.</summary>
    public BlockingMetrics(IMetricFactory factory)
    {
        _requests = factory.CreateCounter(
            RequestsName, "Requests by size in kW at the most, priority and outcome.", [Size, Priority, "outcome"]);
        _offered = factory.CreateGauge(OfferedName, "Requests that came in the last 10 minutes.", [Size, Priority]);
        _blocking = factory.CreateGauge(BlockingName, "The share of them that was refused, from 0 to 1.", [Size, Priority]);
        _pooledBlocking = factory.CreateGauge(
            PooledBlockingName, "The share that one undivided pool would refuse (Kaufman-Roberts), from 0 to 1.", [Size]);
        _refused = factory.CreateGauge(RefusedName, "The share of all that was refused, from 0 to 1.", [By]);
        _pooledRefused = factory.CreateGauge(PooledRefusedName, "The share of all that one pool would refuse, from 0 to 1.", [By]);
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

    /// <summary>Shows these series and no others: a share of what nobody has asked for lately says nothing.</summary>
    private static void Show(Gauge gauge, IEnumerable<(string[] Labels, double Value)> series)
    {
        var shown = new HashSet<string>();
        foreach (var (labels, value) in series)
        {
            gauge.WithLabels(labels).Set(value);
            shown.Add(string.Join(' ', labels));
        }

        foreach (var labels in gauge.GetAllLabelValues().Where(labels => !shown.Contains(string.Join(' ', labels))).ToArray())
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
