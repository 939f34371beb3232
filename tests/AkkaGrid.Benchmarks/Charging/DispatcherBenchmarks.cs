using System.Globalization;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;
using BenchmarkDotNet.Attributes;

namespace AkkaGrid.Benchmarks.Charging;

/// <summary>
/// One decision of the balancer, from the request to the message to a substation, and what its answer costs.
/// </summary>
[MemoryDiagnoser]
public class DispatcherBenchmarks
{
    // So many, and so far apart, that an answered request is forgotten before its turn comes again: a key that is known
    // goes to its home without a decision.
    private const int Requests = 1 << 16;
    private const int RequestsPerTick = 50;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(2);

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FencingEpoch Epoch = new(1, "node1");

    private readonly Dictionary<SubstationId, LoadReport> _reports = [];
    private ChargeRequest[] _requests = [];
    private Dispatcher _dispatcher = null!;
    private long _sequence;
    private int _next;

    [Params(3, 30, 300)]
    public int Substations { get; set; }

    [Params(RoutingPolicies.BestFit, RoutingPolicies.LeastLoaded)]
    public string Policy { get; set; } = RoutingPolicies.Default;

    [GlobalSetup]
    public void Prepare()
    {
        _requests = [.. Enumerable.Range(0, Requests).Select(i => new ChargeRequest(
            IdempotencyKey.Of(i.ToString(CultureInfo.InvariantCulture)),
            VehicleId.Of("EV"),
            Kilowatts.Of(22),
            Priority.Normal))];
        _dispatcher = new Dispatcher(
            Epoch, RoutingPolicies.BuiltIn.Find(Policy), new Dictionary<SubstationId, Kilowatts>(),
            new DispatcherSettings { KeepEnded = TimeSpan.Zero, SilentAfter = TimeSpan.MaxValue });
        for (var i = 0; i < Substations; i++)
        {
            var rating = Kilowatts.Of(80 + (i * 7 % 320));
            var releases = Enumerable.Range(1, LoadReport.MaxReleases)
                .Select(s => new Release(Now.AddYears(s), Kilowatts.Of(2))).ToArray();
            var report = new LoadReport(
                SubstationId.Of($"substation_{i}"), "node1", Epoch, ++_sequence, Kilowatts.Of(32 + (i * 3 % 20)),
                rating, rating, LoadReport.MaxReleases, 0, Now, releases);
            _reports.Add(report.Substation, report);
            _dispatcher.Enlist(report, Now);
        }

        _dispatcher.CompleteRatings();
    }

    [Benchmark]
    public int Decide()
    {
        var request = _requests[_next++ % Requests];
        var now = Now + (Apart * _next);
        if (_next % RequestsPerTick == 0)
            _dispatcher.Tick(now);
        var effects = _dispatcher.Place(new Ticket("gateway", _next), request, now.AddSeconds(15), now);
        var sent = effects.OfType<SendStart>().Single();

        // Refused as expired and late: the request ends, and the substation is as before.
        var report = _reports[sent.To] with { Sequence = ++_sequence, LastApplied = sent.Message.Number, Clock = now };
        return _dispatcher.Refused(
            new StartRefused(sent.Message.Number, request.SessionId, StartRefusal.NotRecorded, report), now).Count;
    }
}
