using System.Globalization;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;
using CsCheck;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>
/// Balancers, of which some think that they still rule, and three substations over a network that loses, doubles,
/// delays and reorders everything.
/// </summary>
public sealed class DispatchUnderFaultsTests
{
    [Fact]
    public void No_key_starts_twice_no_limit_is_passed_no_minimum_is_missed_and_nothing_starts_late() =>
        Gen.Int[0, int.MaxValue].Sample(seed => new World(seed, faults: true).Run(steps: 300), iter: 300);

    [Fact]
    public void Over_a_good_network_nothing_is_refused_or_given_less_while_there_is_room_even_without_reports() =>
        Gen.Int[0, int.MaxValue].Sample(seed => new World(seed, faults: false).Run(steps: 200), iter: 200);

    private sealed class World
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

        private readonly Random _random;
        private readonly bool _faults;
        private readonly TestSubstation[] _substations;
        private readonly TimeSpan[] _skew;
        private readonly List<Action> _network = [];
        private readonly Dictionary<SessionId, DateTimeOffset> _deadlines = [];
        private readonly Dictionary<SessionId, SubstationId> _started = [];
        private readonly Dictionary<Ticket, ChargeRequest> _requests = [];
        private readonly HashSet<SessionId> _accepted = [];
        private readonly int[] _repliesSeen = new int[3];
        private DateTimeOffset _now = TestSubstation.Noon;
        private readonly List<Dispatcher> _terms = [];
        private FencingEpoch _epoch = FencingEpoch.None;
        private long _tickets;

        public World(int seed, bool faults)
        {
            _random = new Random(seed);
            _faults = faults;
            _substations =
                [.. new[] { 80m, 120m, 100m }.Select((rating, i) => new TestSubstation(rating, id: $"s{i + 1}"))];
            _skew = [.. _substations.Select(_ => TimeSpan.FromSeconds(_random.Next(-3600, 3600)))];
            Claim();
        }

        private Dispatcher Ruling => _terms[^1];

        public void Run(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                Step();
                Deliver(_faults ? _random.Next(4) : int.MaxValue);
                Check();
            }
        }

        private void Step()
        {
            switch (_random.Next(10))
            {
                case < 4:
                    Place();
                    break;
                case 4 or 5:
                    _now += TimeSpan.FromMilliseconds(_random.Next(800));
                    foreach (var i in Enumerable.Range(0, 3))
                        At(i).Tick();
                    foreach (var term in _terms)
                        Apply(term, term.Tick(_now));
                    break;
                case 6:
                    var any = At(_random.Next(3));
                    foreach (var session in any.Machine.Sessions.Where(session => session.State == SessionState.Active)
                        .Take(1).ToArray())
                        any.Send(new CancelSession(session.Id), "client");
                    any.SettleAll();
                    break;
                case 7 when _faults:
                    var reporter = At(_random.Next(3));
                    var report = reporter.Machine.Report(reporter.Now);
                    _network.Add(() => Apply(Ruling, Ruling.Reported(report, _now)));
                    break;
                case 8 when _faults && _random.Next(10) == 0:
                    Claim();
                    break;
                default:
                    foreach (var i in Enumerable.Range(0, 3))
                        if (At(i).RecordsInFlight > 0)
                            At(i).Settle(!_faults || _random.Next(5) > 0);
                    break;
            }
        }

        private void Place()
        {
            var number = _random.Next(_faults ? 40 : 100_000);
            var amount = 1 + number % 60;
            var request = TestSubstation.Request(
                $"key-{number}", amount, minimum: number % 3 == 0 ? 0.25m * amount : null);
            var deadline = _now + Patience;
            _deadlines[request.SessionId] = deadline;
            var ticket = new Ticket("gateway", ++_tickets);
            _requests[ticket] = request;
            var term = _random.Next(4) == 0 ? _terms[_random.Next(_terms.Count)] : Ruling;
            Apply(term, term.Place(ticket, request, deadline, _now));
        }

        /// <summary>A new term. Claims arrive: a balancer repeats them until they do.</summary>
        private void Claim()
        {
            _epoch = _epoch.Next("node1");
            var dispatcher = new Dispatcher(
                _epoch, RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
                new Dictionary<SubstationId, Kilowatts>(),
                new DispatcherSettings { SilentAfter = TimeSpan.FromDays(1), KeepEnded = TestSubstation.KeepEnded });
            for (var i = 0; i < 3; i++)
            {
                var substation = At(i);
                substation.Send(new Claim(_epoch), "claim");
                substation.SettleAll();
                var claimed = substation.Replies.Select(reply => reply.Message).OfType<Claimed>().Last();
                dispatcher.Know(substation.Plan.Id, claimed.Sessions, _now);
                dispatcher.Enlist(claimed.Report, _now);
            }

            _terms.Add(dispatcher);
        }

        private TestSubstation At(int index)
        {
            _substations[index].Now = _now + _skew[index];
            return _substations[index];
        }

        private int IndexOf(SubstationId id) => Array.FindIndex(_substations, substation => substation.Plan.Id == id);

        private void Apply(Dispatcher term, IReadOnlyList<IDispatcherEffect> effects)
        {
            foreach (var effect in effects)
            {
                switch (effect)
                {
                    case SendStart send:
                        _network.Add(() => Command(term, IndexOf(send.To), send.Message));
                        break;
                    case SendProbe send:
                        _network.Add(() => Command(term, IndexOf(send.To), send.Message));
                        break;
                    case Answer { Outcome: ChargeOutcome.NoCapacity } answer when !_faults:
                        Assert.All(_substations, substation =>
                            Assert.True(
                                substation.Machine.Load + _requests[answer.To].Least > substation.Machine.Limit));
                        break;
                    case Answer { Outcome: ChargeOutcome.Accepted accepted }:
                        var home = _substations[IndexOf(accepted.Session.Substation)];
                        Assert.Contains(home.Machine.Sessions, session => session.Id == accepted.Session.Id);
                        if (_accepted.Add(accepted.Session.Id)
                            && !_faults
                            && accepted.Session.Granted < accepted.Session.Request.Amount)
                            CheckThatNoMoreFitted(accepted);
                        break;
                }
            }
        }

        private void CheckThatNoMoreFitted(ChargeOutcome.Accepted accepted) =>
            Assert.All(_substations, substation =>
            {
                var load = substation.Plan.Id == accepted.Session.Substation
                    ? accepted.LoadBefore
                    : substation.Machine.Load;
                Assert.True(load + accepted.Session.Request.Amount > substation.Machine.Limit);
            });

        private void Command(Dispatcher from, int index, ISubstationCommand command)
        {
            var substation = At(index);
            substation.Send(command, caller: _terms.IndexOf(from).ToString(CultureInfo.InvariantCulture));
            if (!_faults)
                substation.SettleAll();
        }

        private void Deliver(int count)
        {
            do
            {
                CollectReplies();
                for (; count > 0 && _network.Count > 0; count--)
                {
                    var next = _faults ? _random.Next(_network.Count) : 0;
                    var message = _network[next];
                    var fate = _faults ? _random.Next(10) : 9;
                    if (fate != 0)
                        _network.RemoveAt(next);
                    if (fate != 1)
                        message();
                    CollectReplies();
                }
            }
            while (!_faults && _network.Count > 0);
        }

        private void CollectReplies()
        {
            for (var i = 0; i < 3; i++)
            {
                var replies = _substations[i].Replies;
                for (; _repliesSeen[i] < replies.Count; _repliesSeen[i]++)
                {
                    var (to, message) = replies[_repliesSeen[i]];
                    if (int.TryParse(to, CultureInfo.InvariantCulture, out var index))
                        _network.Add(() => Hear(_terms[index], message));
                }
            }
        }

        private void Hear(Dispatcher term, object message) => Apply(term, message switch
        {
            SessionStarted started => term.Started(started, _now),
            StartRefused refused => term.Refused(refused, _now),
            LoadReport report => term.Reported(report, _now),
            _ => [],
        });

        private void Check()
        {
            for (var i = 0; i < 3; i++)
            {
                var substation = At(i);
                Assert.True(substation.Machine.Load <= substation.Machine.Limit);
                foreach (var session in substation.Machine.Sessions.Where(session =>
                    session.State != SessionState.Invalid))
                {
                    Assert.InRange(session.Granted.Value, session.Request.Least.Value, session.Request.Amount.Value);
                    if (_started.TryAdd(session.Id, substation.Plan.Id))
                        Assert.True(session.Start - _skew[i] < _deadlines[session.Id]);
                    else
                        Assert.Equal(_started[session.Id], substation.Plan.Id);
                }

                foreach (var session in substation.Machine.Sessions.Where(session =>
                    session.State == SessionState.Invalid))
                    if (_started.TryGetValue(session.Id, out var home) && home == substation.Plan.Id)
                        _started.Remove(session.Id);
            }
        }
    }
}
