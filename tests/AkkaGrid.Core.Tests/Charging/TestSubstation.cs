using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>A substation with a clock of its own and a hand-driven record keeper.</summary>
internal sealed class TestSubstation
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan KeepEnded = TimeSpan.FromHours(1);
    public static readonly FencingEpoch Epoch = new(1, "node1");

    private readonly Queue<ISubstationEffect> _records = new();
    private readonly Dictionary<SessionId, List<ChargingSession>> _mayBeOnRecord = [];
    private long _number;

    public TestSubstation(
        decimal rating, IEnumerable<ChargingSession>? sessions = null, FencingEpoch? epoch = null, string id = "s1")
    {
        Plan = new SubstationPlan(SubstationId.Of(id), Kilowatts.Of(rating), TimeSpan.FromSeconds(10));
        Machine = new Substation<string>(Plan, "node1", KeepEnded, epoch ?? Epoch, sessions ?? [], Noon);
    }

    public SubstationPlan Plan { get; }

    public Substation<string> Machine { get; }

    public DateTimeOffset Now { get; set; } = Noon;

    /// <summary>What was answered, in order.</summary>
    public List<(string To, object Message)> Replies { get; } = [];

    public List<SessionId> Forgotten { get; } = [];

    /// <summary>The sessions that it said have ended here because another stands.</summary>
    public List<ChargingSession> Superseded { get; } = [];

    /// <summary>The records that are not yet settled.</summary>
    public int RecordsInFlight => _records.Count;

    /// <summary>
    /// The most that it would resume with if it were killed now, in kW: what was not confirmed may be on record or not.
    /// </summary>
    public decimal LoadOnRecord => _mayBeOnRecord.Values.Sum(records => records.Max(
        record => record.StateAt(Now) == SessionState.Active ? record.Granted.Value : 0));

    public static ChargeRequest Request(
        string key, decimal kilowatts, Priority priority = Priority.Normal, decimal? minimum = null) =>
        new(IdempotencyKey.Of(key), VehicleId.Of("EV_1"), Kilowatts.Of(kilowatts), priority,
            minimum is { } least ? Kilowatts.Of(least) : null);

    public StartSession Start(string key, decimal kilowatts) => Start(Request(key, kilowatts));

    public StartSession Start(
        ChargeRequest request, FencingEpoch? epoch = null, long? number = null, TimeSpan? budget = null) =>
        new(epoch ?? Epoch, number ?? ++_number, request, Now + (budget ?? TimeSpan.FromSeconds(10)));

    public void Send(ISubstationCommand command, string caller = "balancer") =>
        Apply(Machine.Handle(command, caller, 1.0, Now));

    public void Tick() => Apply(Machine.Tick(Now));

    /// <summary>Another substation's session of the same key is on record, and stands.</summary>
    public void Supersede(ChargingSession standing) => Apply(Machine.Superseded(standing, Now));

    public void Settle(bool durable = true)
    {
        switch (_records.Dequeue())
        {
            case RecordSession record:
                if (durable)
                    _mayBeOnRecord[record.Session.Id] = [record.Session];
                Apply(Machine.SessionRecorded(record.Session, durable ? record.Session : null, Now));
                break;
            case RecordEpoch record:
                Apply(Machine.EpochRecorded(record.Epoch, durable, Now));
                break;
            case RecordControls:
                Apply(Machine.ControlsRecorded(durable, Now));
                break;
        }
    }

    /// <summary>A record is not written, because that of another substation stands.</summary>
    public void SettleFor(ChargingSession standing) =>
        Apply(Machine.SessionRecorded(((RecordSession)_records.Dequeue()).Session, standing, Now));

    public void SettleAll()
    {
        while (_records.Count > 0)
            Settle();
    }

    public T Reply<T>() => Assert.IsType<T>(Replies[^1].Message);

    /// <summary>Starts a session and settles its record.</summary>
    public ChargingSession Charge(string key, decimal kilowatts)
    {
        Send(Start(key, kilowatts));
        SettleAll();
        return Reply<SessionStarted>().Session;
    }

    private void Apply(IReadOnlyList<ISubstationEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Reply<string> reply:
                    Replies.Add((reply.To, reply.Message));
                    break;
                case ReportLoad<string> tell:
                    Replies.Add((tell.To, tell.Report));
                    break;
                case DeleteSession forget:
                    Forgotten.Add(forget.Session.Id);
                    break;
                case SessionSuperseded superseded:
                    Superseded.Add(superseded.Session);
                    break;
                case RecordSession record:
                    _mayBeOnRecord.TryAdd(record.Session.Id, []);
                    _mayBeOnRecord[record.Session.Id].Add(record.Session);
                    _records.Enqueue(effect);
                    break;
                default:
                    _records.Enqueue(effect);
                    break;
            }
        }
    }
}
