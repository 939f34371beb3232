using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Repair;

public sealed class RepairSourceTests
{
    private static readonly Incarnation Self = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation Peer = new(ReplicaId.Create("b"), 1);
    private static readonly Incarnation Earlier = new(ReplicaId.Create("a"), 9);

    private readonly MemoryStorage _storage = new();

    [Fact]
    public void A_pull_is_answered_with_what_is_delivered()
    {
        Commit(VectorClock.Of(new Dot(Earlier, 2)), new Dot(Earlier, 1), new Dot(Earlier, 2));

        Assert.Equal([new Dot(Earlier, 1), new Dot(Earlier, 2)], Pulled());
    }

    [Fact]
    public void What_the_log_has_left_of_an_earlier_history_is_not_told()
    {
        Commit(VectorClock.Of(new Dot(Earlier, 1)), new Dot(Earlier, 1), new Dot(Earlier, 2));

        Assert.Equal([new Dot(Earlier, 1)], Pulled());
    }

    [Fact]
    public void Nor_is_the_original_of_what_was_brought_again()
    {
        var state = ReplicaState.Initial with { Folds = Folds.Of(Fold.Restating(new Dot(Earlier, 1), final: 1, isRenewed: false)) };
        Commit(state, new Dot(Earlier, 1));

        Assert.Empty(Pulled());
    }

    private void Commit(VectorClock clock, params Dot[] log) => Commit(ReplicaState.Initial with { Clock = clock }, log);

    private void Commit(ReplicaState state, params Dot[] log) => _storage.Commit(new ChangeSet(
        default,
        state,
        new Dictionary<Key, VersionSet>(),
        [.. log.Select(dot => new Update(dot, VectorClock.Empty, default, []))],
        [],
        DropsStaged: false));

    private IEnumerable<Dot> Pulled()
    {
        using var source = new RepairSource(Self, _storage, new ReplicaOptions());
        var request = new PullRequest(Peer, 1, [new Dot(Earlier, 1)]);
        return [.. source.Answer(request).SelectMany(answer => answer.Updates).Select(update => update.Dot)];
    }
}
