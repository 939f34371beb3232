using AkkaGrid.Core.Charging;
using Prometheus;

namespace AkkaGrid.Charging.Telemetry;

/// <summary>The instruments of charging. The names of the original services are kept.</summary>
public sealed class ChargingMetrics
{
    /// <summary>Load in kW, at the substation's node.</summary>
    public const string CurrentLoadName = "substation_current_load";

    /// <summary>Rating in kW, at the substation's node.</summary>
    public const string MaxCapacityName = "substation_max_capacity";

    /// <summary>Sessions that take power, at the substation's node.</summary>
    public const string ActiveSessionsName = "substation_active_sessions";

    /// <summary>Load as a share of the rating in percent, at the substation's node.</summary>
    public const string UtilizationName = "substation_utilization_percent";

    /// <summary>Requests that reached the balancer, each once until it is answered, at its node.</summary>
    public const string RequestsName = "load_balancer_requests_total";

    /// <summary>Load in kW as last reported to the balancer, at its node.</summary>
    public const string ReportedLoadName = "substation_load";

    /// <summary>Answers of the balancer by outcome.</summary>
    public const string OutcomesName = "charging_outcomes_total";

    /// <summary>Reservations sent to substations, re-sent ones included.</summary>
    public const string ReservationsName = "charging_reservations_total";

    /// <summary>Reservations that a substation refused, by reason.</summary>
    public const string RefusalsName = "charging_refusals_total";

    /// <summary>Sessions and epochs that could not be recorded.</summary>
    public const string RecordFailuresName = "charging_record_failures_total";

    /// <summary>
    /// Sessions that were recorded, by whether a majority of the replicas or only this node has confirmed them.
    /// </summary>
    public const string SessionRecordsName = "charging_session_records_total";

    /// <summary>Sessions that were ended because another session of their key stands.</summary>
    public const string SupersededName = "charging_superseded_sessions_total";

    /// <summary>1 while the balancer serves at this node.</summary>
    public const string ServingName = "charging_balancer_serving";

    /// <summary>Requests that this node has not answered yet.</summary>
    public const string HeldName = "charging_held_requests";

    /// <summary>Requests that wait for room, at the balancer's node.</summary>
    public const string WaitingName = "charging_waiting_requests";

    /// <summary>The absolute error of Retry-After, in seconds.</summary>
    public const string RetryAfterErrorName = "charging_retry_after_error_seconds";

    /// <summary>The limit in kW, at the substation's node: the rating, or less under a demand-response event.</summary>
    public const string LimitName = "substation_limit";

    /// <summary>How long the balancer takes to choose a substation, in seconds, at its node.</summary>
    public const string DecisionName = "charging_decision_seconds";

    /// <summary>From a request's arrival at this node to its answer, in seconds, waiting for room included.</summary>
    public const string AnswerName = "charging_answer_seconds";

    /// <summary>The age of a substation's last report to the balancer, in seconds, at its node.</summary>
    public const string ReportAgeName = "charging_report_age_seconds";

    private const string SubstationLabel = "substation_id";

    private readonly Gauge _currentLoad;
    private readonly Gauge _maxCapacity;
    private readonly Gauge _limit;
    private readonly Gauge _activeSessions;
    private readonly Gauge _utilization;
    private readonly Counter _requests;
    private readonly Gauge _reportedLoad;
    private readonly Counter _outcomes;
    private readonly Counter _reservations;
    private readonly Counter _refusals;
    private readonly Counter _recordFailures;
    private readonly Counter _sessionRecords;
    private readonly Counter _superseded;
    private readonly Gauge _serving;
    private readonly Gauge _held;
    private readonly Gauge _waiting;
    private readonly Histogram _retryAfterError;
    private readonly Histogram _decision;
    private readonly Histogram _answer;
    private readonly Gauge _reportAge;
    private readonly Dictionary<string, DateTimeOffset> _reportedAt = [];

    /// <summary>Creates the instruments, or finds existing ones.</summary>
    public ChargingMetrics(IMetricFactory factory)
    {
        Blocking = new BlockingMetrics(factory);
        _currentLoad = factory.CreateGauge(CurrentLoadName, "Load in kW.", [SubstationLabel]);
        _maxCapacity = factory.CreateGauge(MaxCapacityName, "Rating in kW.", [SubstationLabel]);
        _limit = factory.CreateGauge(
            LimitName, "The limit: the rating, or less under a demand-response event, in kW.", [SubstationLabel]);
        _activeSessions = factory.CreateGauge(ActiveSessionsName, "Sessions that take power.", [SubstationLabel]);
        _utilization = factory.CreateGauge(
            UtilizationName, "Load as a share of the rating, in percent.", [SubstationLabel]);
        _requests = factory.CreateCounter(RequestsName, "Requests that reached the balancer.");
        _reportedLoad = factory.CreateGauge(
            ReportedLoadName, "Load in kW as last reported to the balancer.", [SubstationLabel]);
        _outcomes = factory.CreateCounter(OutcomesName, "Answers of the balancer.", ["outcome"]);
        _reservations = factory.CreateCounter(ReservationsName, "Reservations sent to substations.");
        _refusals = factory.CreateCounter(RefusalsName, "Reservations that a substation refused.", ["reason"]);
        _recordFailures = factory.CreateCounter(RecordFailuresName, "Sessions and epochs that could not be recorded.");
        _sessionRecords = factory.CreateCounter(
            SessionRecordsName,
            "Sessions that were recorded, by whether a majority or only this node has confirmed them.",
            ["durability"]);
        _superseded = factory.CreateCounter(
            SupersededName, "Sessions that were ended because another session of their key stands.");
        _serving = factory.CreateGauge(ServingName, "1 while the balancer serves at this node.");
        _held = factory.CreateGauge(HeldName, "Requests that this node has not answered yet.");
        _waiting = factory.CreateGauge(WaitingName, "Requests that wait for room.");
        _retryAfterError = factory.CreateHistogram(
            RetryAfterErrorName,
            "The absolute error of the Retry-After of refused requests, in seconds.",
            new HistogramConfiguration { Buckets = [0.1, 0.3, 1, 3, 10, 30, 100] });
        _decision = factory.CreateHistogram(
            DecisionName,
            "How long the balancer takes to choose a substation, in seconds.",
            new HistogramConfiguration { Buckets = [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.1] });
        _answer = factory.CreateHistogram(
            AnswerName,
            "From a request's arrival at this node to its answer, in seconds.",
            new HistogramConfiguration { Buckets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100] });
        _reportAge = factory.CreateGauge(
            ReportAgeName, "The age of a substation's last report to the balancer, in seconds.", [SubstationLabel]);

        // Shown as 0 from the start, so that a rate counts the first occurrence.
        foreach (var reason in Enum.GetValues<StartRefusal>())
            _refusals.WithLabels(Label(reason));
        foreach (var isByMajority in new[] { true, false })
            _sessionRecords.WithLabels(Durability(isByMajority));
    }

    internal BlockingMetrics Blocking { get; }

    /// <summary>
    /// Counts a session that was recorded, confirmed by a majority of the replicas or only by this node.
    /// </summary>
    public void SessionRecorded(bool isByMajority) => _sessionRecords.WithLabels(Durability(isByMajority)).Inc();

    internal void Substation(LoadReport report)
    {
        var id = report.Substation.Value;
        _currentLoad.WithLabels(id).Set((double)report.Load.Value);
        _maxCapacity.WithLabels(id).Set((double)report.Rating.Value);
        _limit.WithLabels(id).Set((double)report.Limit.Value);
        _activeSessions.WithLabels(id).Set(report.ActiveSessions);
        _utilization.WithLabels(id).Set((double)(100 * report.Load.Value / report.Rating.Value));
    }

    internal void Requested() => _requests.Inc();

    internal void Reported(LoadReport report, DateTimeOffset now)
    {
        _reportedLoad.WithLabels(report.Substation.Value).Set((double)report.Load.Value);
        _reportedAt[report.Substation.Value] = now;
    }

    internal void ShowReportAges(DateTimeOffset now)
    {
        foreach (var (substation, reportedAt) in _reportedAt)
            _reportAge.WithLabels(substation).Set((now - reportedAt).TotalSeconds);
    }

    internal void Decided(TimeSpan elapsed) => _decision.Observe(elapsed.TotalSeconds);

    internal void Answered(TimeSpan elapsed) => _answer.Observe(elapsed.TotalSeconds);

    internal void Answered(ChargeOutcome outcome) => _outcomes.WithLabels(outcome switch
    {
        ChargeOutcome.Accepted => "accepted",
        ChargeOutcome.NoCapacity => "no-capacity",
        ChargeOutcome.Curtailed => "curtailed",
        ChargeOutcome.ExceedsLargestSubstation => "exceeds-largest-substation",
        ChargeOutcome.KeyReused => "idempotency-key-reuse",
        ChargeOutcome.VehicleCharging => "vehicle-charging",
        ChargeOutcome.NotRecorded => "session-not-recorded",
        ChargeOutcome.BalancerUnavailable => "balancer-unavailable",
        ChargeOutcome.Overloaded => "overloaded",
        _ => "other",
    }).Inc();

    internal void Reserved() => _reservations.Inc();

    internal void Refused(StartRefusal reason) => _refusals.WithLabels(Label(reason)).Inc();

    internal void Superseded() => _superseded.Inc();

    internal void RecordFailed() => _recordFailures.Inc();

    internal void Serving(bool serves)
    {
        _serving.Set(serves ? 1 : 0);
        if (serves)
            return;
        _waiting.Set(0);
        Blocking.Clear();
        _reportedAt.Clear();
        foreach (var gauge in new[] { _reportedLoad, _reportAge })
            foreach (var labels in gauge.GetAllLabelValues())
                gauge.RemoveLabelled(labels);
    }

    internal void Held(int requests) => _held.Set(requests);

    internal void Waiting(int requests) => _waiting.Set(requests);

    internal void ForecastMeasured(TimeSpan error) => _retryAfterError.Observe(error.Duration().TotalSeconds);

    private static string Durability(bool isByMajority) => isByMajority ? "majority" : "local";

    private static string Label(StartRefusal reason) => reason switch
    {
        StartRefusal.NoCapacity => "no-capacity",
        StartRefusal.Expired => "expired",
        StartRefusal.Draining => "draining",
        StartRefusal.StaleEpoch => "stale-epoch",
        StartRefusal.NotClaimed => "not-claimed",
        StartRefusal.KeyReused => "idempotency-key-reuse",
        _ => "session-not-recorded",
    };
}
