using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Repair;

public sealed class RepairSourceTests
{
    private static readonly Incarnation Self = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation Peer = new(ReplicaId.Create("b"), 2);
    private static readonly Incarnation Earlier = new(ReplicaId.Create("a"), 9);

    private readonly MemoryStorage _storage = new();
    private readonly RepairSource _source;

    public RepairSourceTests() =>
        _source = new RepairSource(Self, _storage, new ReplicaOptions { BatchBytes = 50, RepairTimeoutTicks = 5 });

    [Fact]
    public void A_pull_is_answered_with_what_is_delivered()
    {
        Commit(VectorClock.Of(new Dot(Earlier, 2)), new Dot(Earlier, 1), new Dot(Earlier, 2), new Dot(Earlier, 3));

        var answers = Pull(new Dot(Earlier, 1));

        Assert.Equal(
            [new Dot(Earlier, 1), new Dot(Earlier, 2)],
            answers.SelectMany(answer => answer.Updates).Select(update => update.Dot));
        Assert.All(answers, answer => Assert.Equal((Peer, 1UL), (answer.To, answer.PullId)));
        Assert.Equal([true], answers.Select(answer => answer.IsLast).Where(isLast => isLast));
        Assert.Empty(answers[^1].Unavailable);
    }

    [Fact]
    public void What_the_log_no_longer_holds_is_unavailable()
    {
        Commit(VectorClock.Of(new Dot(Earlier, 3), new Dot(Self, 1)), new Dot(Earlier, 3), new Dot(Self, 1));

        var answer = Pull(new Dot(Earlier, 2), new Dot(Self, 1))[^1];

        Assert.Equal([Earlier], answer.Unavailable.AsEnumerable());
    }

    [Fact]
    public void What_is_not_here_is_not_unavailable() => Assert.Empty(Pull(new Dot(Earlier, 1))[^1].Unavailable);

    [Fact]
    public void A_snapshot_is_one_cut_though_writes_go_on_and_chunks_are_asked_for_twice()
    {
        Store("k1", "k2", "k3");
        var first = Chunk(1, null);
        Store("k0", "k4");

        var again = Chunk(1, null);
        var second = Chunk(1, new SnapshotPosition(first.Items[^1].Key, 1));

        Assert.Equal(first.Items.AsEnumerable(), again.Items.AsEnumerable());
        Assert.Equal(first.Cut, second.Cut);
        Assert.DoesNotContain(second.Items, item => item.Key.Name is "k0" or "k4");
    }

    [Fact]
    public void A_snapshot_that_is_not_open_any_more_is_expired_and_does_not_go_on_with_another_cut()
    {
        Store("k1", "k2", "k3");
        var first = Chunk(1, null);
        _source.Expire(tick: 11);

        var answer = _source.Answer(
            new SnapshotRequest(Peer, Self, 1, new SnapshotPosition(first.Items[^1].Key, 1)), tick: 12);

        Assert.Equal(new SnapshotExpired(Self, Peer, 1), answer);
    }

    [Fact]
    public void Each_start_of_a_peer_has_a_snapshot_of_its_own()
    {
        Store("k1");
        Chunk(1, null);
        Store("k0");

        var later = Assert.IsType<SnapshotChunk>(
            _source.Answer(new SnapshotRequest(Peer with { Nonce = 77 }, Self, 1, null), tick: 1));

        Assert.Equal(["k0"], later.Items.Select(item => item.Key.Name).Take(1));
    }

    [Fact]
    public void Where_digests_come_with_the_request_only_ranges_that_differ_are_sent()
    {
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"k{i}")];
        Store(names);
        var mine = _storage.State.Digest;
        Store("k7", "k8");

        var request = new SnapshotRequest(Peer, Self, 1, null) { Digest = mine };
        var items = new List<string>();
        for (var chunk = (SnapshotChunk)_source.Answer(request, tick: 1)!; ;
            chunk = (SnapshotChunk)_source.Answer(request, tick: 1)!)
        {
            Assert.Equal(mine.Differing(_storage.State.Digest), chunk.Ranges);
            items.AddRange(chunk.Items.Select(item => item.Key.Name));
            if (chunk.IsLast)
                break;
            request = request with { After = new SnapshotPosition(chunk.Items[^1].Key, 1) };
        }

        int[] ranges = [RangeOf("k7"), RangeOf("k8")];
        Assert.Equal(names.Where(name => ranges.Contains(RangeOf(name))).Order(StringComparer.Ordinal), items);
    }

    private static int RangeOf(string name) => ContentDigest.RangeOf(Key.Create(Keyspace.User, name));

    private SnapshotChunk Chunk(ulong id, SnapshotPosition? after) =>
        Assert.IsType<SnapshotChunk>(_source.Answer(new SnapshotRequest(Peer, Self, id, after), tick: 0));

    private IReadOnlyList<PullAnswer> Pull(params Dot[] first) =>
        [.. _source.Answer(new PullRequest(Peer, Self, 1, [.. first]))];

    private void Commit(VectorClock clock, params Dot[] log) => _storage.Commit(new ChangeSet(
        default,
        ReplicaState.Initial with { Clock = clock },
        new Dictionary<Key, VersionSet>(),
        [.. log.Select(dot => new Update(dot, VectorClock.Empty, default, []))],
        [],
        DropsStaged: false));

    private void Store(params string[] names)
    {
        var dot = new Dot(Self, _storage.State.Clock[Self] + 1);
        var version = VersionSet.Of(new KeyVersion(dot, new HybridTimestamp(dot.Sequence), new Value(new byte[80])));
        var digest = new ContentDigest.Builder(_storage.State.Digest);
        foreach (var name in names)
            digest.Replace(Key.Create(Keyspace.User, name), _storage.Read(Key.Create(Keyspace.User, name)), version);
        _storage.Commit(new ChangeSet(
            default,
            _storage.State with { Clock = _storage.State.Clock.With(dot), Digest = digest.Digest },
            names.ToDictionary(name => Key.Create(Keyspace.User, name), _ => version),
            [],
            [],
            DropsStaged: false));
    }
}
