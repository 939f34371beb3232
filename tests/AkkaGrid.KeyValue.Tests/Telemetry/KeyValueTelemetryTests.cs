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
        Observe(Status() with { Stashed = 3, Duplicates = 5 }, 0);
        Observe(Status() with { Stashed = 4, Duplicates = 5 }, 1);
        Observe(Status() with { Self = new Incarnation(Samples.A.Replica, 0xA2), Stashed = 1, Duplicates = 2 }, 2);

        var text = await ExportAsync();
        Assert.Contains("kv_updates_stashed_total 5\n", text, StringComparison.Ordinal);
        Assert.Contains("kv_updates_duplicate_total 7\n", text, StringComparison.Ordinal);
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

        _telemetry.TurnCommitted(new Turn(1, changes, null, ReplicaState.Initial, []), TimeSpan.Zero, Start);
        Observe(Status(), 10);

        var text = await ExportAsync();
        Assert.Contains("kv_tombstones 2\n", text, StringComparison.Ordinal);
        Assert.Contains("kv_sibling_writes_total 1\n", text, StringComparison.Ordinal);
    }

    private static ReplicaStatus Status(int stashed = 0) => new(
        Samples.A, VectorClock.Empty, stashed, 0,
        [new PeerStatus(Samples.B, true, 1), new PeerStatus(Samples.C, true, 0)],
        VectorClock.Empty, null, ImmutableSortedDictionary<ReplicaId, Incarnation>.Empty);

    private void Observe(ReplicaStatus status, int second) =>
        _telemetry.Observe(status, _storage, Start + TimeSpan.FromSeconds(second));

    private async Task<string> ExportAsync()
    {
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
