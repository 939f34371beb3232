using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.KeyValue.Tests.Actors;

/// <summary>Two members, and a context that names an update of a start that neither knows.</summary>
[Trait("Speed", "Slow")]
public sealed class LostContextTests
{
    private static readonly CausalContext Context =
        CausalContext.Of(new Dot(new Incarnation(Samples.C.Replica, 0xBAD), 1));

    [Fact]
    public async Task A_context_that_no_member_has_is_lost_and_one_that_a_member_who_is_away_may_have_is_not()
    {
        await using var a = await StartAsync(Samples.A.Replica);
        var b = await StartAsync(Samples.B.Replica);
        await a.JoinAsync(a);
        await b.JoinAsync(a);
        await a.Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]) { Concern = WriteConcern.All });

        var lost = await Assert.ThrowsAsync<ContextLostException>(() => a.Store.ReadAsync(Samples.Key("x"), Context));
        Assert.Contains("0000000000000bad:1", Assert.Single(lost.Lost), StringComparison.Ordinal);

        await b.DisposeAsync();
        var missing = await Assert.ThrowsAsync<ContextNotReachedException>(() =>
            a.Store.ReadAsync(Samples.Key("x"), Context));
        Assert.Equal([Samples.B.Replica], missing.Away);
    }

    private static Task<TestNode> StartAsync(ReplicaId name) =>
        TestNode.StartAsync(TestStores.Over(new MemoryStorage(), TestStores.Options with
        {
            Name = name,
            ContextWait = TimeSpan.FromSeconds(5),
            TickInterval = TimeSpan.FromMilliseconds(50),
            Replica = new ReplicaOptions { ExpectedReplicas = 2 },
        }));
}
