using System.Globalization;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>
/// Runs the production <see cref="Dispatcher"/> over production <see cref="Substation{TCaller}"/>s in virtual time, so
/// that its measures apply to the grid. The same arrivals, settings and seed give the same result.
/// </summary>
public sealed class DispatchSimulation
{
    private static readonly FencingEpoch Epoch = new(1, "simulation");
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private static readonly VehicleId Vehicle = VehicleId.Of("EV");

    private readonly SimulationSettings _settings;
    private readonly VirtualTime _time = new();
    private readonly SimulationTally _tally;
    private readonly Random _network;
    private readonly Dictionary<SubstationId, SimulatedSubstation> _substations = [];
    private readonly Dictionary<SessionId, Arrival> _open = [];
    private readonly Dispatcher _dispatcher;
    private bool _coming = true;
    private long _arrivals;

    private DispatchSimulation(SimulatedGrid grid, SimulationSettings settings, int seed)
    {
        _settings = settings;
        _network = new Random(seed);
        _tally = new SimulationTally(grid, settings.WarmUp);

        // Late and lost reports must take effect as they are, so no substation ever counts as silent, and no request
        // lapses for lack of a repetition.
        _dispatcher = new Dispatcher(
            Epoch,
            RoutingPolicies.BuiltIn.Find(settings.Policy),
            grid.Plans.ToDictionary(plan => plan.Id, plan => plan.Rating),
            new DispatcherSettings
            {
                SilentAfter = TimeSpan.MaxValue,
                TicketLife = TimeSpan.MaxValue,
                KeepEnded = TimeSpan.FromSeconds(30),
                DecisionsKept = 1,
            });
        foreach (var plan in grid.Plans)
        {
            var substation = new SimulatedSubstation(plan, Epoch, _time, _tally, Hear);
            _substations.Add(plan.Id, substation);
            _dispatcher.Enlist(substation.Report(), _time.Now);
            _time.After(settings.ReportEvery * _network.NextDouble(), () => ReportLoad(substation));
        }

        _dispatcher.CompleteRatings();
        _time.After(TickEvery, Tick);
    }

    /// <summary>Sends arrivals to a grid and measures until the last is answered.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="arrivals">The arrivals, in order of time.</param>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="seed">The seed of the network's random numbers.</param>
    public static SimulationMeasures Run(
        SimulatedGrid grid, IEnumerable<Arrival> arrivals, SimulationSettings settings, int seed)
    {
        var simulation = new DispatchSimulation(grid, settings, seed);
        using var coming = arrivals.GetEnumerator();
        simulation.AwaitNext(coming);
        simulation._time.Run(() => simulation._coming || simulation._open.Count > 0);
        return simulation._tally.Measures();
    }

    private void AwaitNext(IEnumerator<Arrival> coming)
    {
        _coming = coming.MoveNext();
        if (!_coming)
            return;
        var arrival = coming.Current;
        _time.At(VirtualTime.Start + arrival.At, () =>
        {
            Place(arrival);
            AwaitNext(coming);
        });
    }

    private void Place(Arrival arrival)
    {
        var amount = Kilowatts.Of(arrival.Size);
        var request = new ChargeRequest(
            IdempotencyKey.Of((++_arrivals).ToString(CultureInfo.InvariantCulture)),
            Vehicle,
            amount,
            arrival.Priority,
            _settings.MinShare < 1 ? Kilowatts.Of(arrival.Size * _settings.MinShare) : null);
        _open.Add(request.SessionId, arrival);
        Apply(_dispatcher.Place(
            new Ticket(request.SessionId.Value, _arrivals),
            request,
            _time.Now + Deadline + _settings.MaxWait,
            _time.Now,
            new WaitBudget(TimeSpan.Zero, _settings.MaxWait)));
    }

    private void Tick()
    {
        Apply(_dispatcher.Tick(_time.Now));
        _time.After(TickEvery, Tick);
    }

    private void ReportLoad(SimulatedSubstation substation)
    {
        if (_network.NextDouble() >= _settings.ReportLoss)
        {
            var report = substation.Report();
            _time.After(
                _settings.Latency + _settings.ReportDelay, () => Apply(_dispatcher.Reported(report, _time.Now)));
        }

        _time.After(_settings.ReportEvery, () => ReportLoad(substation));
    }

    private void Apply(IReadOnlyList<IDispatcherEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case SendStart send:
                    Start(_substations[send.To], send.Message);
                    break;
                case SendProbe send:
                    _time.After(_settings.Latency, () => _substations[send.To].Handle(send.Message, factor: 1));
                    break;
                case Answer answer when SessionId.TryCreate(answer.To.Gateway, out var session)
                    && _open.Remove(session, out var arrival):
                    Count(arrival, answer.Outcome);
                    break;
            }
        }
    }

    private void Start(SimulatedSubstation substation, StartSession start)
    {
        var factor = _open[start.Request.SessionId].Factor;
        substation.UnderWay += start.Request.Amount;
        _time.After(_settings.Latency, () =>
        {
            substation.UnderWay = substation.UnderWay.Less(start.Request.Amount);
            substation.Handle(start, factor);
        });
    }

    private void Hear(object message) => _time.After(_settings.Latency, () => Apply(message switch
    {
        SessionStarted started => _dispatcher.Started(started, _time.Now),
        StartRefused refused => _dispatcher.Refused(refused, _time.Now),
        LoadReport report => _dispatcher.Reported(report, _time.Now),
        _ => [],
    }));

    private void Count(Arrival arrival, ChargeOutcome outcome)
    {
        if (outcome is ChargeOutcome.Accepted { Session: var session })
            _tally.Accepted(
                arrival,
                _time.Elapsed - arrival.At,
                (double)session.Granted.Milliwatts / session.Request.Amount.Milliwatts);
        else
            _tally.Refused(arrival, HadRoom(Kilowatts.Of(arrival.Size * _settings.MinShare)));
    }

    /// <summary>
    /// Whether a substation had room, for long enough to have reported it, that no reservation in transit was about to
    /// use.
    /// </summary>
    private bool HadRoom(Kilowatts least) => _substations.Values.Any(substation =>
        substation.Free.Less(substation.UnderWay) >= least && substation.LastEnd <= _time.Now - _settings.Latency);
}
