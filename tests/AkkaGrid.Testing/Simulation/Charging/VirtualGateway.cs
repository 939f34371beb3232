using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>
/// A gateway as plain as can be: finds the balancer, sends it requests again and again until they are answered, and
/// looks in the records where another balancer, or none, may have had them.
/// </summary>
internal sealed class VirtualGateway(ChargingNode node)
{
    /// <summary>The name of the actor.</summary>
    public const string Name = "gateway";

    /// <summary>How long after its arrival every request is answered.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AnnounceInterval = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SubstationSilentAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<long, Held> _held = [];
    private readonly Dictionary<SubstationId, (LoadReport Report, ChargingActor From, DateTimeOffset At)> _reports = [];
    private KnownBalancer? _balancer;
    private DateTimeOffset _announcedAt;
    private long _number;

    private ChargingActor Self => new(node.Name, Name, Life: 0);

    private string Id => $"{node.Name}/{node.Life}";

    /// <summary>The next actor system runs.</summary>
    public void Attach()
    {
        _balancer = null;
        node.Every(TickInterval, Tick);
    }

    /// <summary>A client asks for power.</summary>
    public void Charge(ChargeRequest request)
    {
        var held = new Held(++_number, request, node.Clock, node.Clock + Deadline);
        node.World.Judge.Asked(node, held.Number, request);
        node.AfterInProcess(Deadline, () => GiveUp(held));
        node.AfterInProcess(node.Draw(0, 10), () =>
        {
            if (OnRecordElsewhere(request) is { } outcome)
            {
                node.World.Judge.Answered(node, held.Number, outcome);
                held.IsAnswered = true;
                return;
            }

            _held[held.Number] = held;
            Send(held);
        });
    }

    public void Heard(LoadReport report, ChargingActor from)
    {
        if (!_reports.TryGetValue(report.Substation, out var former)
            || former.From != from
            || former.Report.Sequence < report.Sequence)
            _reports[report.Substation] = (report, from, node.Clock);
    }

    public void Receive(object message, ChargingActor from)
    {
        switch (message)
        {
            case BalancerAnnouncement here:
                Follow(here, from);
                break;
            case BalancerSteppedDown gone when _balancer?.Epoch == gone.Epoch:
                _balancer = null;
                break;
            case RequestAnswered answered
                when from == _balancer?.Actor && _held.TryGetValue(answered.Number, out var held):
                Answer(held, answered.Outcome);
                break;
        }
    }

    private void Tick()
    {
        if (_balancer is { } balancer && node.Clock - balancer.HeardAt > SilentAfter)
            _balancer = null;
        if (_balancer is null || node.Clock - _announcedAt >= AnnounceInterval)
        {
            _announcedAt = node.Clock;
            foreach (var running in node.World.Balancers)
                node.Send(Self, running, new GatewayAnnouncement(Id));
        }

        foreach (var held in _held.Values.Where(held => node.Clock - held.SentAt >= ResendAfter).ToArray())
            Send(held);
    }

    private void Follow(BalancerAnnouncement here, ChargingActor from)
    {
        if (_balancer is { } former && here.Epoch < former.Epoch)
            return;
        var isNew = _balancer?.Epoch != here.Epoch;
        _balancer = new KnownBalancer(from, here.Epoch, here.Clock, node.Clock);
        if (!isNew)
            return;
        foreach (var held in _held.Values.ToArray())
            Send(held);
    }

    private void Send(Held held)
    {
        if (_balancer is not { } balancer)
            return;
        if (held.SentUnder is not { } former || former == balancer.Epoch)
        {
            Transmit(held, balancer);
            return;
        }

        // The former balancer may have placed it at a substation that has gone with it: then it is on record.
        held.SentAt = node.Clock;
        node.After(node.Draw(0, 10), () =>
        {
            if (OnRecordElsewhere(held.Request) is { } outcome)
                Answer(held, outcome);
            else if (_balancer?.Epoch == balancer.Epoch)
                Transmit(held, _balancer);
        });
    }

    private void Transmit(Held held, KnownBalancer balancer)
    {
        var budget = held.GiveUpAt - AnswerTime - node.Clock;
        if (budget <= TimeSpan.Zero || held.IsAnswered)
            return;
        (held.SentAt, held.SentUnder) = (node.Clock, balancer.Epoch);
        node.Send(Self, balancer.Actor, new PlaceRequest(
            new Ticket(Id, held.Number),
            held.Request,
            balancer.Clock + (node.Clock - balancer.HeardAt) + budget,
            WaitBudget.None));
    }

    private void GiveUp(Held held)
    {
        if (held.IsAnswered)
            return;
        Answer(held, held.SentUnder is null ? new ChargeOutcome.BalancerUnavailable()
            : OnRecord(held.Request) is { } session ? OutcomeOf(held.Request, session)
            : new ChargeOutcome.Unknown(held.Request.SessionId));
    }

    private void Answer(Held held, ChargeOutcome outcome)
    {
        if (held.IsAnswered)
            return;
        held.IsAnswered = true;
        _held.Remove(held.Number);
        node.World.Judge.Answered(node, held.Number, outcome);
    }

    // A substation that the present balancer has claimed knows better than the record.
    private ChargeOutcome? OnRecordElsewhere(ChargeRequest request) =>
        OnRecord(request) is { } session && !IsClaimed(session.Substation) ? OutcomeOf(request, session) : null;

    private ChargingSession? OnRecord(ChargeRequest request) =>
        node.Ledger.Find(request.SessionId) is { State: not SessionState.Invalid } session ? session : null;

    private bool IsClaimed(SubstationId substation) =>
        _reports.TryGetValue(substation, out var heard) && node.Clock - heard.At <= SubstationSilentAfter
        && heard.Report.Epoch == _balancer?.Epoch;

    private static ChargeOutcome OutcomeOf(ChargeRequest request, ChargingSession session) => session.Request != request
        ? new ChargeOutcome.KeyReused(session.Id)
        : new ChargeOutcome.Accepted(session, Kilowatts.Zero, session.Granted, session.Granted) { IsReplay = true };

    private sealed record KnownBalancer(
        ChargingActor Actor, FencingEpoch Epoch, DateTimeOffset Clock, DateTimeOffset HeardAt);

    private sealed class Held(long number, ChargeRequest request, DateTimeOffset arrivedAt, DateTimeOffset giveUpAt)
    {
        public long Number { get; } = number;

        public ChargeRequest Request { get; } = request;

        public DateTimeOffset GiveUpAt { get; } = giveUpAt;

        public DateTimeOffset SentAt { get; set; } = arrivedAt - TimeSpan.FromDays(1);

        public FencingEpoch? SentUnder { get; set; }

        public bool IsAnswered { get; set; }
    }
}
