using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Akka.Actor;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Naming;

namespace AkkaGrid.Charging;

/// <summary>
/// Holds a node's charge requests until they are answered. It outlives the node's actor systems: a request that arrives
/// while there is none, or no balancer, is held until there is.
/// </summary>
public sealed class ChargingGateway
{
    // The part of the deadline that is left for a look-up in the ledger when no answer has come.
    private static readonly TimeSpan LookUpTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskTime = TimeSpan.FromSeconds(3);

    private readonly ChargingOptions _options;
    private readonly ISessionLedger _ledger;
    private readonly ChargingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly ConcurrentDictionary<long, HeldRequest> _held = new();
    private readonly ConcurrentDictionary<SubstationId, ReceivedReport> _reports = new();
    private readonly ConcurrencyLimiter _prompt;
    private readonly ConcurrencyLimiter _waiting;
    private long _number;
    private volatile IActorRef? _actor;
    private volatile KnownBalancer? _balancer;

    /// <summary>A gateway without an actor system.</summary>
    public ChargingGateway(ChargingOptions options, ISessionLedger ledger, ChargingMetrics metrics, TimeProvider time)
    {
        _options = options;
        _ledger = ledger;
        _metrics = metrics;
        _time = time;
        _clock = new SteadyClock(time);
        (_prompt, _waiting) = (LimiterOf(options.MaxHeld), LimiterOf(options.MaxHeld));
    }

    /// <summary>The node of the balancer; null while none is known.</summary>
    public string? BalancerNode => _balancer?.Epoch.Node;

    /// <summary>The substations that have reported since this node started, ordered by name.</summary>
    public IReadOnlyList<SubstationStatus> Substations =>
        [.. _reports.Values.Select(Status).OrderBy(status => status.Report.Substation.Value, NaturalOrder.Instance)];

    internal SteadyClock Clock => _clock;

    internal IEnumerable<HeldRequest> HeldRequests => _held.Values;

    /// <summary>One substation; null where it has not reported since this node started.</summary>
    public SubstationStatus? FindSubstation(SubstationId substation) =>
        _reports.TryGetValue(substation, out var heard) ? Status(heard) : null;

    /// <summary>
    /// The time at a substation by its last report: its sessions begin and end by that clock. This node's own time
    /// where the substation has not reported since this node started.
    /// </summary>
    public DateTimeOffset TimeAt(SubstationId substation) => FindSubstation(substation)?.Clock ?? _time.GetUtcNow();

    /// <summary>Places a request, within its deadline plus the time that it may wait for room.</summary>
    /// <param name="request">The request; its idempotency key makes it safe to repeat.</param>
    /// <param name="maxWait">How long it may wait for room.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the client disconnects. The session may start nevertheless, unless the request waited for room.
    /// </param>
    public async Task<ChargeOutcome> ChargeAsync(
        ChargeRequest request, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        // Requests that wait for room have a limit of their own, so that they do not hold up others.
        var lease = (maxWait > TimeSpan.Zero ? _waiting : _prompt).AttemptAcquire();
        if (!lease.IsAcquired)
            return new ChargeOutcome.Overloaded();
        var arrivedAt = _clock.Now;
        try
        {
            ShowHeld();
            return await OfAnAbsentSubstationAsync(request, cancellationToken)
                ?? await HoldAsync(request, maxWait, arrivedAt, cancellationToken);
        }
        finally
        {
            lease.Dispose();
            ShowHeld();
            _metrics.Answered(_clock.Now - arrivedAt);
        }
    }

    /// <summary>
    /// Ends a session and frees its power. Its substation decides: this node's clock may be wrong, so the gateway
    /// itself reports only those sessions as ended whose record says so.
    /// </summary>
    public async Task<CancelOutcome> CancelAsync(SessionId session, CancellationToken cancellationToken)
    {
        if (await _ledger.SearchAsync(session, cancellationToken) is not { } record)
            return new CancelOutcome.NotFound();
        if (record.HasEnded)
            return new CancelOutcome.Ended(record);
        if (_reports.TryGetValue(record.Substation, out var heard))
        {
            try
            {
                var reply = await heard.From.Ask<ISubstationReply>(
                    new CancelSession(session), AskTime, cancellationToken);
                if (reply is SessionCancelled cancelled)
                    return new CancelOutcome.Ended(cancelled.Session);
            }
            catch (AskTimeoutException)
            {
                // Answered below: it is unknown here whether the session ended.
            }
        }

        return new CancelOutcome.SubstationUnavailable(record.Substation);
    }

    /// <summary>Changes the rating of a substation, or whether it accepts new sessions.</summary>
    public Task<ControlOutcome> ControlAsync(
        SubstationId substation, ChangeControls change, CancellationToken cancellationToken) =>
        SendAsync(substation, change, cancellationToken);

    /// <summary>Limits a substation for some time.</summary>
    public Task<ControlOutcome> LimitAsync(
        SubstationId substation, AddLimitEvent limiting, CancellationToken cancellationToken) =>
        SendAsync(substation, limiting, cancellationToken);

    /// <summary>Ends an event of a substation, or keeps it from beginning.</summary>
    public Task<ControlOutcome> EndEventAsync(
        SubstationId substation, string limiting, CancellationToken cancellationToken) =>
        SendAsync(substation, new EndLimitEvent(limiting), cancellationToken);

    /// <summary>Asks a substation for its events that are not over.</summary>
    public Task<ControlOutcome> EventsAsync(SubstationId substation, CancellationToken cancellationToken) =>
        SendAsync(substation, new GetLimitEvents(), cancellationToken);

    /// <summary>The requests that wait for room, in the order of service; none where no balancer is known.</summary>
    public async Task<IReadOnlyList<WaitingRequest>> QueueAsync(CancellationToken cancellationToken)
    {
        if (_balancer is not { } balancer)
            return [];
        try
        {
            return (await balancer.Ref.Ask<QueueShown>(new GetQueue(), AskTime, cancellationToken)).Requests;
        }
        catch (AskTimeoutException)
        {
            return [];
        }
    }

    /// <summary>The state of the balancer; null where none is known, or it does not answer.</summary>
    public async Task<ServiceReading?> ServiceAsync(CancellationToken cancellationToken)
    {
        if (_balancer is not { } balancer)
            return null;
        try
        {
            var shown = await balancer.Ref.Ask<ServiceShown>(new GetService(), AskTime, cancellationToken);
            return new ServiceReading(shown.Decisions, shown.Refused);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    /// <summary>The decision for a session, from its record or from the present balancer; null for none.</summary>
    public async Task<Decision?> ExplainAsync(SessionId session, CancellationToken cancellationToken) =>
        (await _ledger.FindAsync(session, cancellationToken))?.Decision
        ?? await ExplainByBalancerAsync(session, cancellationToken)
        ?? (await _ledger.SearchAsync(session, cancellationToken))?.Decision;

    internal void Attach(IActorRef actor) => _actor = actor;

    internal void Detach(IActorRef actor)
    {
        if (!actor.Equals(_actor))
            return;
        _actor = null;
        _balancer = null;
    }

    internal void Follow(IActorRef balancer, FencingEpoch epoch) => _balancer = new KnownBalancer(balancer, epoch);

    internal void FollowNobody() => _balancer = null;

    /// <summary>Keeps a report, unless a later one is known, or another live node owns its name.</summary>
    internal void Hear(LoadReport report, IActorRef from) =>
        _reports.AddOrUpdate(
            report.Substation,
            static (_, heard) => heard,
            (_, former, heard) => Status(former).Silent
                || (former.From.Equals(heard.From) && former.Report.Sequence < heard.Report.Sequence) ? heard : former,
            new ReceivedReport(report, from, _clock.Now));

    internal void Answer(long number, ChargeOutcome outcome)
    {
        if (_held.TryGetValue(number, out var held))
            held.Complete(held.IsResent ? OwnOrReplayed(held, outcome) : outcome);
    }

    /// <summary>Corrects an answer: a session that began after its request arrived is no replay.</summary>
    internal ChargeOutcome OwnOrReplayed(HeldRequest held, ChargeOutcome outcome) =>
        outcome is ChargeOutcome.Accepted { IsReplay: true } accepted
        && FindSubstation(accepted.Session.Substation) is { } status
        && accepted.Session.Start >= status.Clock - (_clock.Now - held.ArrivedAt)
            ? accepted with { IsReplay = false }
            : outcome;

    /// <summary>
    /// The answer to a request whose session is on record at a substation that the present balancer has not claimed:
    /// that balancer does not know the key, and would start a session elsewhere. A claimed substation knows more than
    /// the record.
    /// </summary>
    internal async Task<ChargeOutcome?> OfAnAbsentSubstationAsync(
        ChargeRequest request, CancellationToken cancellationToken) =>
        await OnRecordAsync(request, cancellationToken) is { } record && !IsClaimed(record.Substation)
            ? Outcome(request, record)
            : null;

    private async Task<ChargeOutcome> HoldAsync(
        ChargeRequest request, TimeSpan maxWait, DateTimeOffset arrivedAt, CancellationToken cancellationToken)
    {
        var giveUpAt = arrivedAt + maxWait + Longer(_options.Deadline - LookUpTime, _options.Deadline / 2);
        var held = new HeldRequest(Interlocked.Increment(ref _number), request, arrivedAt, maxWait, giveUpAt);
        _held[held.Number] = held;
        try
        {
            _actor?.Tell(held);
            return await held.Answer.WaitAsync(Longer(giveUpAt - _clock.Now, TimeSpan.Zero), _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return held.TryWithdraw()
                ? new ChargeOutcome.BalancerUnavailable()
                : await OnRecordAsync(request, cancellationToken) is { } record
                    ? OwnOrReplayed(held, Outcome(request, record))
                    : new ChargeOutcome.Unknown(request.SessionId);
        }
        catch (OperationCanceledException)
        {
            _actor?.Tell(new GatewayActor.ClientDisconnected(held));
            throw;
        }
        finally
        {
            _held.TryRemove(held.Number, out _);
        }
    }

    private async Task<Decision?> ExplainByBalancerAsync(SessionId session, CancellationToken cancellationToken)
    {
        if (_balancer is not { } balancer)
            return null;
        try
        {
            var reply = await balancer.Ref.Ask<DecisionExplained>(new GetDecision(session), AskTime, cancellationToken);
            return reply.Decision;
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private static ConcurrencyLimiter LimiterOf(int requests) =>
        new(new ConcurrencyLimiterOptions { PermitLimit = requests, QueueLimit = 0 });

    private void ShowHeld() => _metrics.Held(TakenOf(_prompt) + TakenOf(_waiting));

    private int TakenOf(ConcurrencyLimiter limiter) =>
        _options.MaxHeld - (int)limiter.GetStatistics()!.CurrentAvailablePermits;

    private async Task<ControlOutcome> SendAsync(
        SubstationId substation, ISubstationCommand command, CancellationToken cancellationToken)
    {
        if (!_reports.TryGetValue(substation, out var heard))
            return new ControlOutcome.NotFound();
        try
        {
            switch (await heard.From.Ask<ISubstationReply>(command, AskTime, cancellationToken))
            {
                case ControlsChanged changed:
                    Hear(changed.Report, heard.From);
                    return new ControlOutcome.Changed(
                        new SubstationStatus(changed.Report, TimeSpan.Zero, Silent: false), changed.Event);
                case LimitEventsShown shown:
                    return new ControlOutcome.Events(shown.Events, shown.Clock);
                case ControlsRefused { Reason: not ControlsRefusal.NotRecorded } refused:
                    return new ControlOutcome.Refused(refused.Reason);
            }
        }
        catch (AskTimeoutException)
        {
            // Answered below: it is unknown here whether the substation received the command.
        }

        return new ControlOutcome.SubstationUnavailable();
    }

    private bool IsClaimed(SubstationId substation) =>
        FindSubstation(substation) is { Silent: false } status && status.Report.Epoch == _balancer?.Epoch;

    private SubstationStatus Status(ReceivedReport heard)
    {
        var age = _clock.Now - heard.At;
        return new SubstationStatus(heard.Report, age, age > _options.SilentAfter);
    }

    private async Task<ChargingSession?> OnRecordAsync(ChargeRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var record = await _ledger.FindAsync(request.SessionId, cancellationToken)
                .WaitAsync(LookUpTime, _time, cancellationToken);
            return record is { State: not SessionState.Invalid } ? record : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A ledger that does not answer counts as one without a record.
            return null;
        }
    }

    private ChargeOutcome Outcome(ChargeRequest request, ChargingSession record)
    {
        if (record.Request != request)
            return new ChargeOutcome.KeyReused(record.Id);
        var report = FindSubstation(record.Substation)?.Report;
        var load = report?.Load ?? record.Granted;
        return new ChargeOutcome.Accepted(record, load.Less(record.Granted), load, report?.Rating ?? load)
        {
            IsReplay = true
        };
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private sealed record ReceivedReport(LoadReport Report, IActorRef From, DateTimeOffset At);

    private sealed record KnownBalancer(IActorRef Ref, FencingEpoch Epoch);
}
