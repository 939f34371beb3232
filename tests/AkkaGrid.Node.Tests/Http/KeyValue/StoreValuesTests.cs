using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Http.KeyValue;
using AkkaGrid.Testing.Storage;
using Prometheus;

namespace AkkaGrid.Node.Tests.Http.KeyValue;

public sealed class StoreValuesTests
{
    private static readonly ReplicaId Name = ReplicaId.Create("node1");

    [Fact]
    public void A_clock_shows_the_newest_start_by_name_older_ones_by_dot_and_those_of_its_base_not_at_all()
    {
        Incarnation newest = new(Name, 3), older = new(Name, 2), ended = new(Name, 1);
        using var disk = new MemoryStorage();
        disk.Commit(new ChangeSet(
            default,
            ReplicaState.Initial with { Set = ReplicaSet.Of(new Member(newest, default)) },
            new Dictionary<Core.KeyValue.Key, Core.KeyValue.VersionSet>(),
            [],
            [],
            DropsStaged: false));
        using var store = new KeyValueStore(
            new KeyValueOptions { Name = Name, DataDirectory = "" },
            disk,
            TimeProvider.System,
            Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()));

        var named = store.Named(
            VectorClock.Of(ClockBase.Of(new Dot(ended, 7)), [new Dot(older, 5), new Dot(newest, 9)]));

        Assert.Equal(
            new Dictionary<string, ulong> { ["node1"] = 9, ["node1.0000000000000002"] = 5 },
            named);
    }
}
