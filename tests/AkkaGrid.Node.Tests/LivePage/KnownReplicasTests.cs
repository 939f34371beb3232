using AkkaGrid.Node.LivePage;
using Microsoft.Extensions.Time.Testing;
using Wire = AkkaGrid.Node.LivePage.Wire;

namespace AkkaGrid.Node.Tests.LivePage;

public sealed class KnownReplicasTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly KnownReplicas _replicas;

    private readonly DateTimeOffset _start;

    public KnownReplicasTests() => (_replicas, _start) = (new KnownReplicas("a", _time), _time.GetUtcNow());

    [Fact]
    public void A_replica_is_shown_as_it_told_of_itself_and_the_set_as_the_own_one_knows_it()
    {
        _replicas.Take(Own(peers: [("b", true, 0), ("c", false, 7)]));
        _replicas.Take(new Wire.Observation
        {
            Replica = "b",
            Url = "http://b:8000",
            StashCount = 1,
            StashBytes = 20,
            Waiting = { new Wire.Waiting { Dot = "c.1:2", Cause = "a.1:1" } },
            Links = { new Wire.Link { From = "a", Mode = "hold", Held = 3 } },
            Clock = { new Wire.Count { Replica = "a", Delivered = 4 } },
            Updates = { new Wire.Count { Replica = "a", Delivered = 190 } },
        });

        var shown = _replicas.Show(most: 10);

        Assert.Equal(["a", "b", "c"], shown.Items.Select(item => item.Replica));
        Assert.Equal([true, false, false], shown.Items.Select(item => item.Here));
        Assert.Equal([true, true, false], shown.Items.Select(item => item.Fresh));
        Assert.Equal((false, 7UL, null), (shown.Items[2].Reachable, shown.Items[2].Lag, shown.Items[2].Told));
        Assert.Equal([null, "http://b:8000", null], shown.Items.Select(item => item.Url));
        var told = shown.Items[1].Told!;
        Assert.Equal((4UL, 190UL), (told.Clock["a"], told.Updates["a"]));
        Assert.Equal(1, told.Stash.Count);
        Assert.Equal([new LiveWaiting("c.1:2", "a.1:1")], told.Waiting);
        Assert.Equal([new LiveLink("a", "hold", 0, 3)], told.Links);
    }

    [Fact]
    public void One_that_falls_silent_is_shown_as_it_was_and_as_old_while_it_is_of_the_set()
    {
        _replicas.Take(new Wire.Observation { Replica = "b" });
        _replicas.Take(new Wire.Observation { Replica = "stranger" });
        _time.Advance(TimeSpan.FromSeconds(5));
        _replicas.Take(Own(peers: [("b", false, 1)]));

        var shown = _replicas.Show(most: 10);

        Assert.Equal(["a", "b"], shown.Items.Select(item => item.Replica));
        Assert.False(shown.Items[1].Fresh);
        Assert.NotNull(shown.Items[1].Told);
        Assert.Equal(_start.ToUnixTimeMilliseconds(), shown.Items[1].HeardAt);
        Assert.Null(shown.Items[0].HeardAt);
    }

    [Fact]
    public void Of_one_that_has_been_silent_for_minutes_nothing_is_known_but_since_when()
    {
        _replicas.Take(new Wire.Observation { Replica = "b" });
        _time.Advance(TimeSpan.FromMinutes(10));
        _replicas.Take(Own(peers: [("b", false, 1)]));

        var shown = _replicas.Show(most: 10).Items[1];

        Assert.Equal(("b", false, null), (shown.Replica, shown.Fresh, shown.Told));
        Assert.Equal(_start.ToUnixTimeMilliseconds(), shown.HeardAt);
    }

    [Fact]
    public void The_own_replica_is_shown_before_it_has_told_anything()
    {
        var only = Assert.Single(_replicas.Show(most: 10).Items);

        Assert.Equal(("a", true, false), (only.Replica, only.Here, only.Fresh));
    }

    [Fact]
    public void Not_more_are_remembered_or_shown_than_there_may_be()
    {
        for (var i = 0; i < 1_000; i++)
            _replicas.Take(new Wire.Observation { Replica = $"r{i:000}" });

        var shown = _replicas.Show(most: 10);

        Assert.Equal(10, shown.Items.Count);
        Assert.Equal(KnownReplicas.MaxReplicas + 1 - 10, shown.More);
    }

    [Fact]
    public void The_updates_that_came_are_told_as_the_page_has_them()
    {
        var updates = _replicas.Take(new Wire.Observation
        {
            Replica = "b",
            Arrivals =
            {
                new Wire.Arrival { Dot = "a.1:1", From = "a", Key = "k", Keys = 2 },
                new Wire.Arrival { Dot = "c.1:1", From = "a", Outcome = Wire.Outcome.Waiting },
                new Wire.Arrival { Dot = "c.1:2", From = "c", Outcome = Wire.Outcome.KeptAway },
            },
        });

        Assert.Equal(
            [
                new LiveUpdate("a.1:1", "a", "b", "delivered", "k", 2),
                new LiveUpdate("c.1:1", "a", "b", "waiting", null, 0),
                new LiveUpdate("c.1:2", "c", "b", "kept-away", null, 0),
            ],
            updates);
    }

    private static Wire.Observation Own(params (string Name, bool Reachable, ulong Lag)[] peers) => new()
    {
        Replica = "a",
        Peers =
        {
            peers.Select(peer => new Wire.Peer { Replica = peer.Name, Reachable = peer.Reachable, Lag = peer.Lag })
        },
    };
}
