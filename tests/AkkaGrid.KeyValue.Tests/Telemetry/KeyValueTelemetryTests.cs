using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Telemetry;
using AkkaGrid.Testing.Storage;
using Prometheus;

namespace AkkaGrid.KeyValue.Tests.Telemetry;

public sealed class KeyValueTelemetryTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly MemoryStorage _storage = new();
    private readonly KeyValueTelemetry _telemetry;

    public KeyValueTelemetryTests() => _telemetry = new KeyValueTelemetry(Metrics.WithCustomRegistry(_registry));

    [Fact]
    public async Task The_stash_tells_for_how_long_something_has_waited_in_it()
    {
        Observe(Status(stashed: 1), 0);
        Observe(Status(stashed: 2), 7);
        Assert.Contains("kv_stash_wait_seconds 7\n", await ExportAsync(), StringComparison.Ordinal);

        Observe(Status(stashed: 0), 8);
        Assert.Contains("kv_stash_wait_seconds 0\n", await ExportAsync(), StringComparison.Ordinal);

        Observe(Status(stashed: 1), 9);
        Assert.Contains("kv_stash_wait_seconds 0\n", await ExportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counters_go_on_where_a_replica_starts_again_and_counts_from_nothing()
    {
        Observe(Status() with { Stashed = 3, Duplicates = 5, Reissued = 2, Undeliverable = 1 }, 0);
        Observe(Status() with { Stashed = 4, Duplicates = 5, Reissued = 3, Undeliverable = 1 }, 1);
        Observe(
            Status() with
            {
                Self = new Incarnation(Samples.A.Replica, 0xA2),
                Stashed = 1,
                Duplicates = 2,
                Reissued = 4,
                Undeliverable = 5
            },
            2);

        var text = await ExportAsync();
        Assert.Contains("kv_updates_stashed_total 5\n", text, StringComparison.Ordinal);
        Assert.Contains("kv_updates_duplicate_total 7\n", text, StringComparison.Ordinal);
        Assert.Contains("kv_reissued_total 7\n", text, StringComparison.Ordinal);
        Assert.Contains("kv_undeliverable_total 6\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_member_that_holds_stability_up_is_named_until_it_is_retired()
    {
        Observe(Status() with { BlockedBy = Samples.B.Replica }, 0);
        var text = await ExportAsync();
        Assert.Contains("kv_stability_blocked_by{peer=\"b\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("kv_stability_blocked_by{peer=\"c\"} 0\n", text, StringComparison.Ordinal);

        Observe(Status() with { Peers = [new PeerStatus(Samples.C, true, 0)] }, 1);
        Assert.DoesNotContain("peer=\"b\"", await ExportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tombstones_are_counted_and_keys_that_keep_more_than_one_version()
    {
        var key = Samples.Key("x");
        var deleted = new KeyVersion(new Dot(Samples.A, 1), default, null);
        var concurrent = VersionSet.Of(deleted, deleted with { Dot = new Dot(Samples.B, 1) });
        var changes = new ChangeSet(
            Samples.A, ReplicaState.Initial, new Dictionary<Key, VersionSet> { [key] = concurrent }, [], [], false);
        _storage.Load(Samples.A);
        _storage.Commit(changes);

        _telemetry.TurnCommitted(new Turn(changes, null, ReplicaState.Initial, []), TimeSpan.Zero, Start);
        Observe(Status(), 10);

        var text = await ExportAsync();
        Assert.Contains("kv_tombstones 2\n", text, StringComparison.Ordinal);
        Assert.Contains("kv_sibling_writes_total 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_with_siblings_count_until_a_write_settles_them_or_a_snapshot_is_taken_over()
    {
        var version = new KeyVersion(new Dot(Samples.A, 1), default, Samples.Value("1"));
        var siblings = VersionSet.Of(version, version with { Dot = new Dot(Samples.B, 1) });
        Commit(("x", siblings), ("y", siblings), ("z", VersionSet.Of(version)));
        Assert.Contains("kv_sibling_keys 2\n", await ExportAsync(), StringComparison.Ordinal);

        Commit(("x", VersionSet.Of(version)), ("y", siblings));
        var text = await ExportAsync();
        Assert.Contains("kv_sibling_keys 1\n", text, StringComparison.Ordinal);
        Assert.Contains("kv_sibling_writes_total 3\n", text, StringComparison.Ordinal);

        var snapshot = new Installation(ReplicaState.Initial.Cut, ReplicaState.Initial.Cut, new Dot(Samples.A, 0));
        _telemetry.TurnCommitted(new Turn(null, snapshot, ReplicaState.Initial, []), TimeSpan.Zero, Start);
        Assert.Contains("kv_sibling_keys 0\n", await ExportAsync(), StringComparison.Ordinal);
    }

    private static ReplicaStatus Status(int stashed = 0) => new(
        Samples.A, VectorClock.Empty, stashed, 0,
        [new PeerStatus(Samples.B, true, 1), new PeerStatus(Samples.C, true, 0)],
        VectorClock.Empty, null, ImmutableSortedDictionary<ReplicaId, Incarnation>.Empty);

    private void Commit(params (string Key, VersionSet Versions)[] items)
    {
        var versions = items.ToDictionary(item => Samples.Key(item.Key), item => item.Versions);
        var changes = new ChangeSet(Samples.A, ReplicaState.Initial, versions, [], [], false);
        _telemetry.TurnCommitted(new Turn(changes, null, ReplicaState.Initial, []), TimeSpan.Zero, Start);
    }

    private void Observe(ReplicaStatus status, int second) =>
        _telemetry.Observe(status, _storage, Start + TimeSpan.FromSeconds(second));

    private Task<string> ExportAsync() => Exported.TextAsync(_registry);
}
