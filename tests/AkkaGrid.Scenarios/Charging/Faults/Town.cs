using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Charging.Faults;

/// <summary>
/// A town that charges its vehicles at a grid whose nodes fail: on every substation, of 80, 120 and 100 kW, one that
/// stays, and on what is left more vehicles than there is power for.
/// </summary>
internal sealed class Town : IDisposable
{
    private const int Lanes = 9;
    private const int Flow = 25;

    // What an edge may take, and what a machine may stall on which three nodes and their clients share two processors.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    private readonly string _name;
    private readonly List<HttpClient> _http;
    private readonly GridClient[] _edges;
    private readonly List<ChargeAccepted> _staying = [];
    private readonly CancellationTokenSource _enough = new();
    private readonly Traffic _traffic;
    private readonly LoadWatch _watch;
    private Task _running = Task.CompletedTask;

    private Town(IEnumerable<Uri> edges, int seed)
    {
        _name = $"EV_{seed}_";
        _http = [.. edges.Select(edge => new HttpClient { BaseAddress = edge, Timeout = Deadline + (Margin * 2) })];
        _edges = [.. _http.Select(http => new GridClient(http))];
        _traffic = new Traffic(_edges, Lanes, _name, seed);
        _watch = new LoadWatch(_edges);
    }

    /// <summary>The sessions that stay, one on every substation.</summary>
    public IReadOnlyList<ChargeAccepted> Staying => _staying;

    /// <summary>Begins where nobody charges.</summary>
    /// <param name="edges">Where the nodes answer, in their order.</param>
    /// <param name="seed">What chance follows from; no other town of that grid has it.</param>
    public static async Task<Town> OpenAsync(IEnumerable<Uri> edges, int seed)
    {
        var town = new Town(edges, seed);
        // Each fits at one substation only, and leaves 10 kW there.
        foreach (var (vehicle, kilowatts) in new[] { ("bus", 110), ("tram", 90), ("taxi", 70) })
            town._staying.Add(await town._edges[0].Charging.ChargeAsync(
                new ChargeRequest(town._name + vehicle, kilowatts, Priorities.Normal)));
        Assert.Equal(3, town._staying.DistinctBy(session => session.SubstationId).Count());
        town._running = Task.WhenAll(
            town._traffic.RunAsync(town._enough.Token), town._watch.RunAsync(town._enough.Token));
        await town.FlowsAsync();
        return town;
    }

    /// <summary>Awaits that vehicles come, charge and leave.</summary>
    public async Task FlowsAsync()
    {
        var before = _traffic.Served;
        try
        {
            await Eventually.True(
                async () =>
                {
                    if (_running.IsFaulted)
                        await _running;
                    return _traffic.Served >= before + Flow;
                },
                "vehicles come, charge and leave");
        }
        catch (TimeoutException cause)
        {
            throw new TimeoutException(
                $"{cause.Message}:\n{_traffic.Present}\n{string.Join('\n', _traffic.Attempts.TakeLast(40))}", cause);
        }
    }

    /// <summary>
    /// Lets no more vehicles come, and when the last has left looks whether every request was answered in time and
    /// honestly, no substation was ever overloaded, and every key has one session, the same at every node.
    /// </summary>
    /// <param name="faulty">
    /// The node that was made to fail: only there a request may have gone without an answer.
    /// </param>
    /// <returns>What happened.</returns>
    public async Task<string> EndsWellAsync(int faulty)
    {
        await _enough.CancelAsync();
        await _running;

        Assert.All(_traffic.Attempts, attempt => Assert.True(IsHonest(attempt, faulty), attempt.ToString()));
        Assert.Empty(_watch.Overloaded);
        Assert.True(_watch.Samples > 100, $"only {_watch.Samples} looks at the loads");
        await EveryNodeListsEveryKeyOnceAsync();
        await TheLoadIsOfThoseThatStayAsync();
        await EveryKeyGivesTheSameSessionAtEveryEdgeAsync();
        return $"{_traffic.Served} vehicles, {_traffic.Attempts.Count} requests, {_watch.Samples} "
            + "looks at the loads; unaccepted:\n"
            + string.Join('\n', _traffic.Attempts.Where(attempt => attempt.Accepted is null)
                .GroupBy(attempt => (attempt.Edge, attempt.Failure ?? attempt.Refused!.Kind))
                .Select(group =>
                    $"{group.Count()} at node{group.Key.Edge}: {group.Key.Item2}, up to "
                    + $"{group.Max(attempt => attempt.Took).TotalSeconds:0.0} s"));
    }

    public void Dispose()
    {
        _enough.Cancel();
        _http.ForEach(http => http.Dispose());
        _enough.Dispose();
    }

    private static bool IsHonest(ChargeAttempt attempt, int faulty) =>
        (attempt.Failure is null && attempt.Took <= Deadline + Margin && attempt.Refused?.Status is null or 503 or 504)
        || (attempt.Edge == faulty && attempt.Refused?.Status is null or 503 or 504);

    private async Task EveryNodeListsEveryKeyOnceAsync()
    {
        foreach (var edge in _edges)
        {
            List<Session> standing = [];
            try
            {
                await Eventually.True(
                    async () =>
                    {
                        standing = [.. (await SessionsAsync(edge)).Where(session => session.SupersededBy is null)];
                        return standing.Count == _traffic.Vehicles.Count + _staying.Count
                            && standing.Count(session => session.State == SessionStates.Completed)
                                == _traffic.Vehicles.Count;
                    },
                    $"{_traffic.Vehicles.Count} vehicles have charged and left, as every node tells");
            }
            catch (TimeoutException cause)
            {
                throw new TimeoutException(
                    $"{cause.Message}; of {standing.Count} sessions still there:\n"
                    + string.Join('\n', standing.Where(session => session.State != SessionStates.Completed)),
                    cause);
            }

            foreach (var staying in _staying)
            {
                var session = await edge.Charging.SessionAsync(staying.SessionId);
                Assert.Equal((SessionStates.Active, staying.ExpectedEnd), (session.State, session.ExpectedEnd));
            }
        }
    }

    private async Task<List<Session>> SessionsAsync(GridClient edge)
    {
        var sessions = new List<Session>();
        string? next = null;
        do
        {
            var page = await edge.Charging.SessionsAsync(after: next, limit: 1000);
            sessions.AddRange(
                page.Items.Where(session => session.VehicleId.StartsWith(_name, StringComparison.Ordinal)));
            next = page.Next;
        }
        while (next is not null);
        return sessions;
    }

    // A session that is listed once and takes power twice would be seen here.
    private async Task TheLoadIsOfThoseThatStayAsync()
    {
        foreach (var edge in _edges)
            await Eventually.True(
                async () => (await edge.Charging.SubstationsAsync()).Items
                    .Select(substation => (substation.SubstationId, substation.CurrentLoad, substation.State)).Order()
                    .SequenceEqual(_staying.Select(session =>
                        (session.SubstationId, session.ChargeAmount, SubstationStates.Active)).Order()),
                "only those that stay take power");
    }

    // What a client was told holds, but where the session of that key at the faulty node had to yield to another, or
    // that to it. Of two that are over this takes its turn.
    private async Task EveryKeyGivesTheSameSessionAtEveryEdgeAsync()
    {
        var told = _traffic.Attempts.Where(attempt => attempt.Accepted is not null).ToLookup(attempt => attempt.Key);
        ILookup<string, Session> listed = null!;
        List<ChargeAttempt> missing = [];
        try
        {
            await Eventually.True(
                async () =>
                {
                    listed = (await SessionsAsync(_edges[0])).ToLookup(session => session.SessionId);
                    missing = [.. told.SelectMany(attempts => attempts).Where(attempt =>
                        !listed[attempt.Accepted!.SessionId].Any(session =>
                            session.SubstationId == attempt.Accepted.SubstationId))];
                    return missing.Count == 0;
                },
                "every session that a client was told of stands or is superseded");
        }
        catch (TimeoutException cause)
        {
            throw new TimeoutException(
                $"{cause.Message}; not these:\n"
                + string.Join('\n', missing.Select(attempt =>
                    $"{attempt}\n  listed: {string.Join(", ", listed[attempt.Accepted!.SessionId])}")),
                cause);
        }

        await Parallel.ForEachAsync(
            _traffic.Vehicles,
            new ParallelOptions { MaxDegreeOfParallelism = Lanes },
            async (vehicle, cancellationToken) =>
            {
                HashSet<(string SessionId, string SubstationId, DateTimeOffset StartTime)> again = [];
                await Eventually.True(
                    async () =>
                    {
                        again.Clear();
                        foreach (var edge in _edges)
                            again.Add(
                                NameOf(await edge.Charging.ChargeAsync(vehicle.Value, vehicle.Key, cancellationToken)));
                        return again.Count == 1;
                    },
                    $"{vehicle.Key} has one session at every edge");
                var standing = Assert.Single(again);
                Assert.All(told[vehicle.Key], attempt => Assert.True(
                    NameOf(attempt.Accepted!) == standing
                        || listed[standing.SessionId].Any(session =>
                            session.SubstationId == attempt.Accepted!.SubstationId && session.SupersededBy is not null),
                    $"{attempt} and later at {standing.SubstationId}"));
            });
    }

    private static (string SessionId, string SubstationId, DateTimeOffset StartTime) NameOf(ChargeAccepted accepted) =>
        (accepted.SessionId, accepted.SubstationId, accepted.StartTime);
}
