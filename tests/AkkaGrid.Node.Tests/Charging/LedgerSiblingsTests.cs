using System.Collections.Concurrent;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.Charging;

/// <summary>
/// What the ledger reads where two nodes have written a record without knowing of each other: the first node has come
/// further, and the second one writes later, so that the store's winner is the older state.
/// </summary>
public sealed class LedgerSiblingsTests : IAsyncLifetime
{
    private static readonly SubstationId Substation = SubstationId.Of("x1");

    private TestNodes _nodes = null!;
    private ISessionLedger _first = null!;
    private ISessionLedger _second = null!;

    private KeyValueStore[] Stores => [StoreOf(0), StoreOf(1)];

    private ISessionLedger[] Ledgers => [_first, _second];

    public async Task InitializeAsync()
    {
        _nodes = await TestNodes.StartAsync(2);
        _first = _nodes[0].Services.GetRequiredService<ISessionLedger>();
        _second = _nodes[1].Services.GetRequiredService<ISessionLedger>();
        await Eventually.True(() => Stores.All(store => store.IsServing), "both replicas take writes");
        await Eventually.True(
            async () => (await Task.WhenAll(Stores.Select(store => store.StatusAsync())))
                .All(status => status.Peers.Any(peer => peer.IsReachable)),
            "the replicas know each other");
    }

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task The_highest_epoch_is_read_and_no_write_lowers_it()
    {
        await ApartAsync("epoch/x1", async () =>
        {
            await RecordEpochAsync(_first, 9);
            await RecordEpochAsync(_second, 3);
            await RecordEpochAsync(_second, 4);
        });
        foreach (var ledger in Ledgers)
            Assert.Equal(9, await EpochAsync(ledger));

        await RecordEpochAsync(_second, 8);
        Assert.Equal(9, await EpochAsync(_second));

        await RecordEpochAsync(_second, 10);
        foreach (var ledger in Ledgers)
            await Eventually.True(async () => await EpochAsync(ledger) == 10, "the higher epoch is there");
        await RecordEpochAsync(_first, 8);
        Assert.Equal(10, await EpochAsync(_first));
    }

    [Fact]
    public async Task The_controls_that_were_changed_most_often_are_read_and_the_next_change_is_above_them()
    {
        await ApartAsync("controls/x1", async () =>
        {
            for (var version = 1; version <= 3; version++)
                await RecordControlsAsync(
                    _first, new SubstationControls { Capacity = Kilowatts.Of(50), Version = version });
            await RecordControlsAsync(_second, new SubstationControls { Capacity = Kilowatts.Of(100), Version = 1 });
            await RecordControlsAsync(_second, new SubstationControls { Capacity = Kilowatts.Of(101), Version = 2 });
        });
        foreach (var ledger in Ledgers)
            Assert.Equal((50m, 3L), await ControlsAsync(ledger));

        await RecordControlsAsync(_second, new SubstationControls { Capacity = Kilowatts.Of(70), Version = 3 });

        foreach (var ledger in Ledgers)
            await Eventually.True(async () => await ControlsAsync(ledger) == (70m, 4L), "the next change is there");
    }

    [Fact]
    public async Task The_rating_that_was_changed_most_often_is_read()
    {
        await ApartAsync("rating/x1", async () =>
        {
            foreach (var rating in new[] { 100, 90, 50 })
                await _first.RecordRatingAsync(Substation, Kilowatts.Of(rating), CancellationToken.None);
            await _second.RecordRatingAsync(Substation, Kilowatts.Of(100), CancellationToken.None);
            await _second.RecordRatingAsync(Substation, Kilowatts.Of(101), CancellationToken.None);
        });

        foreach (var ledger in Ledgers)
            Assert.Equal(Kilowatts.Of(50), (await ledger.ReadRatingsAsync(CancellationToken.None))[Substation]);
    }

    [Fact]
    public async Task A_node_is_told_of_the_sessions_that_another_has_written_and_not_of_its_own()
    {
        var told = new ConcurrentQueue<SessionId>();
        var own = Session(Substation);
        using (_second.Follow(sessions => sessions?.ToList().ForEach(told.Enqueue)))
        {
            await _second.RecordAsync(own, CancellationToken.None);

            // The first ones may come with the state that the nodes exchange when they meet.
            var others = new List<SessionId>();
            await Eventually.True(
                async () =>
                {
                    var other = Session(SubstationId.Of("x2"), $"other-{others.Count}");
                    await _first.RecordAsync(other, CancellationToken.None);
                    others.Add(other.Id);
                    return told.Intersect(others).Any();
                },
                "the ledger reports sessions of the other node");
        }

        Assert.DoesNotContain(own.Id, told);
    }

    [Fact]
    public async Task A_session_that_is_replaced_by_one_that_it_stood_beside_is_kept_as_superseded()
    {
        var (replaced, ends) = (Session(Substation), Session(SubstationId.Of("x2")));
        await ApartAsync($"session/{ends.Id}", async () =>
        {
            await _first.RecordAsync(replaced, CancellationToken.None);
            await _second.RecordAsync(ends, CancellationToken.None);
        });
        Assert.Equal(ends, await _second.FindAsync(ends.Id, CancellationToken.None));

        await _second.RecordAsync(ends.Ended(SessionState.Completed, ends.Start), CancellationToken.None);

        await Eventually.True(
            async () => await _first.ReadSessionsAsync(Substation, ends.Start, CancellationToken.None)
                is [{ State: SessionState.Invalid, SupersededBy.Value: "x2" }]
                && await _first.FindAsync(ends.Id, CancellationToken.None) is { State: SessionState.Completed },
            "the substation of the replaced session finds that it is superseded");
        Assert.Equal(
            [SessionState.Completed, SessionState.Invalid],
            (await _first.ListAsync(new SessionQuery(null, null, _ => ends.Start, null, 10), CancellationToken.None))
                .Select(session => session.State));
    }

    private static ChargingSession Session(SubstationId substation, string key = "key")
    {
        var start = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        return new ChargingSession(
            new ChargeRequest(IdempotencyKey.Of(key), VehicleId.Of("EV_1"), Kilowatts.Of(22), Priority.Normal),
            substation, SessionState.Active, start, start + TimeSpan.FromMinutes(10), EndedAt: null);
    }

    private static Task RecordEpochAsync(ISessionLedger ledger, long number) =>
        ledger.RecordEpochAsync(Substation, new FencingEpoch(number, "node"), CancellationToken.None);

    private static async Task<long> EpochAsync(ISessionLedger ledger) =>
        (await ledger.ReadEpochAsync(Substation, CancellationToken.None)).Number;

    private static Task RecordControlsAsync(ISessionLedger ledger, SubstationControls controls) =>
        ledger.RecordControlsAsync(Substation, controls, CancellationToken.None);

    private static async Task<(decimal? Capacity, long Version)> ControlsAsync(ISessionLedger ledger)
    {
        var controls = await ledger.ReadControlsAsync(Substation, CancellationToken.None);
        return (controls.Capacity?.Value, controls.Version);
    }

    private KeyValueStore StoreOf(int node) => _nodes[node].Services.GetRequiredService<KeyValueStore>();

    /// <summary>
    /// Writes while no update passes between the replicas, then waits until both hold the last version of either.
    /// </summary>
    private async Task ApartAsync(string key, Func<Task> write)
    {
        await SetLinksAsync(LinkMode.Hold);
        await write();
        await SetLinksAsync(LinkMode.Pass);
        await Eventually.True(
            async () =>
            {
                var reads = await Task.WhenAll(
                    Stores.Select(store => store.ReadAsync(Key.Create(Keyspace.Charging, key), CausalContext.Empty)));
                var dots = reads.Select(read => read.Versions.Versions.Select(version => version.Dot).ToHashSet())
                    .ToArray();
                return dots[0].Count == 2 && dots[0].SetEquals(dots[1]);
            },
            "both versions are at both");
    }

    private async Task SetLinksAsync(LinkMode mode)
    {
        var names = new[] { _nodes[0], _nodes[1] }.Select(node => ReplicaId.Create(node.Options.Name)).ToArray();
        await StoreOf(1).SetLinkAsync(new Link(names[0], names[1], mode, TimeSpan.Zero, 1));
        await StoreOf(0).SetLinkAsync(new Link(names[1], names[0], mode, TimeSpan.Zero, 1));
    }
}
