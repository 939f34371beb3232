namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>
/// Runs the production state machine of a substation with a ledger that answers at once, and computes its load from the
/// records, independently of its reports.
/// </summary>
internal sealed class SimulatedSubstation
{
    private static readonly TimeSpan KeepEnded = TimeSpan.FromSeconds(30);

    private readonly Substation<int> _machine;
    private readonly VirtualTime _time;
    private readonly Action<object> _answer;
    private readonly SimulationTally _tally;
    private long _used;

    /// <summary>A substation without sessions that obeys the given epoch.</summary>
    public SimulatedSubstation(
        SubstationPlan plan, FencingEpoch epoch, VirtualTime time, SimulationTally tally, Action<object> answer)
    {
        _machine = new Substation<int>(plan, "simulation", KeepEnded, epoch, [], time.Now);
        (_time, _tally, _answer) = (time, tally, answer);
        Free = plan.Rating;
    }

    public SubstationId Id => _machine.Id;

    /// <summary>The free power, computed from the records.</summary>
    public Kilowatts Free { get; private set; }

    /// <summary>When a session last ended.</summary>
    public DateTimeOffset LastEnd { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The power of the reservations that are in transit to it.</summary>
    public Kilowatts UnderWay { get; set; }

    public LoadReport Report() => _machine.Report(_time.Now);

    public void Handle(ISubstationCommand command, double factor)
    {
        Apply(_machine.Handle(command, caller: 0, factor, _time.Now));
        CheckLimit();
    }

    private void Tick() => Apply(_machine.Tick(_time.Now));

    private void Apply(IReadOnlyList<ISubstationEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Reply<int> reply:
                    _answer(reply.Message);
                    break;
                case ReportLoad<int> tell:
                    _answer(tell.Report);
                    break;
                case RecordSession { Session: var session }:
                    Keep(session);
                    Apply(_machine.SessionRecorded(session, session, _time.Now));
                    break;
            }
        }
    }

    private void Keep(ChargingSession session)
    {
        if (session.State == SessionState.Active)
        {
            _used += session.Granted.Milliwatts;
            _time.At(session.ExpectedEnd, Tick);
        }
        else
        {
            _used -= session.Granted.Milliwatts;
            LastEnd = _time.Now;
        }

        Free = _machine.Limit.Less(Kilowatts.FromMilliwatts(_used));
    }

    private void CheckLimit()
    {
        if (_used > _machine.Limit.Milliwatts)
            _tally.CapacityViolations++;
    }
}
