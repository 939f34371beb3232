using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue;

public sealed class VersionSetTests
{
    private static readonly Gen<List<Step>> Runs = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 3])
        .Select((replica, other, kind) => new Step(replica, other, kind)).List[1, 25];

    [Fact]
    public void Replicas_that_delivered_the_same_updates_hold_the_same_versions_and_winner() => Runs.Sample(run =>
    {
        var model = Play(run);
        model.SyncAll();
        Assert.All(model.Replicas, replica => Assert.Equal(model.Replicas[0].Versions, replica.Versions));
    });

    [Fact]
    public void There_is_at_most_one_version_of_each_incarnation() => Runs.Sample(run =>
        Play(run).Replicas.All(replica =>
            replica.Versions.Dots.Select(dot => dot.Origin).Distinct().Count() == replica.Versions.Versions.Length));

    [Fact]
    public void Versions_that_stand_side_by_side_are_concurrent() => Runs.Sample(run =>
    {
        var model = Play(run);
        return model.Replicas.All(replica => replica.Versions.Dots.All(dot =>
            replica.Versions.Dots.All(other => other == dot || !model.Dependencies[dot].Covers(other))));
    });

    [Fact]
    public void Merging_states_is_the_same_as_delivering_what_each_side_lacks() => Runs.Sample(run =>
    {
        var model = Play(run);
        var (left, right) = (model.Replicas[0], model.Replicas[1]);
        var merged = left.Versions.Merge(Coverage.Of(left.Clock), right.Versions, Coverage.Of(right.Clock));
        Assert.Equal(merged, right.Versions.Merge(Coverage.Of(right.Clock), left.Versions, Coverage.Of(left.Clock)));
        model.Sync(1, 0);
        Assert.Equal(model.Replicas[0].Versions, merged);
    });

    [Fact]
    public void What_was_written_before_an_incarnation_was_brought_back_has_not_seen_it()
    {
        var (ended, writer) = (new Incarnation(ReplicaId.Create("ended"), 1), new Incarnation(ReplicaId.Create("writer"), 2));
        var update = new Update(new Dot(writer, 1), VectorClock.Empty, new HybridTimestamp(1), []);

        Assert.True(update.Saw(new Dot(ended, 3), Folds.Of(new Fold(ended, 3) { IsUnderstood = true })));
        Assert.False(update.Saw(new Dot(ended, 3), Folds.Of(Fold.Restating(new Dot(ended, 3), 3, isRenewed: false))));
        Assert.False(update.Saw(new Dot(ended, 4), Folds.Of(new Fold(ended, 3), Fold.Restating(new Dot(ended, 4), 4, isRenewed: false))));
    }

    [Fact]
    public void What_names_no_ended_incarnation_has_seen_it_only_where_all_members_are_known_to_know_of_the_end()
    {
        var (ended, writer) = (new Incarnation(ReplicaId.Create("ended"), 1), new Incarnation(ReplicaId.Create("writer"), 2));
        var update = new Update(new Dot(writer, 1), VectorClock.Empty, new HybridTimestamp(1), []);

        Assert.False(update.Saw(new Dot(ended, 3), Folds.Of(new Fold(ended, 3))));
        Assert.True(update.Saw(new Dot(ended, 3), Folds.Of(new Fold(ended, 3), new Fold(ended, 3) { IsUnderstood = true })));
    }

    [Fact]
    public void A_restatement_stands_beside_what_its_original_had_not_seen_although_that_is_folded()
    {
        var (ended, lost, self) = (Named("a"), Named("b"), Named("c"));
        var key = Key.Create(Keyspace.User, "k");
        var mutation = new Mutation(key, new Value(new byte[] { 1 }, null));
        var seen = KeyVersion(new Dot(ended, 1));
        var unseen = KeyVersion(new Dot(ended, 2));
        var restating = new Update(new Dot(self, 1), VectorClock.Empty, new HybridTimestamp(9), [mutation])
        {
            Restates = new Restatement(
                [new RestatedUpdate(new Dot(lost, 1), 1)], VectorClock.Of(new Dot(lost, 1)), new HybridTimestamp(5))
            {
                Unseen = [unseen.Dot],
            },
        };

        var after = VersionSet.Of([seen, unseen]).After(restating, mutation, Folds.Of(new Fold(ended, 2) { IsUnderstood = true }));

        Assert.Equal([restating.Dot, unseen.Dot], after.Dots.OrderDescending());

        static Incarnation Named(string name) => new(ReplicaId.Create(name), 1);

        static KeyVersion KeyVersion(Dot dot) => new(dot, new HybridTimestamp(dot.Sequence), null);
    }

    private static Model Play(List<Step> run)
    {
        var model = new Model();
        foreach (var step in run)
        {
            if (step.Kind == 0)
                model.Sync(step.Other, step.Replica);
            else
                model.Write(step.Replica, isDelete: step.Kind == 1);
        }

        return model;
    }

    private sealed record Step(int Replica, int Other, int Kind);

    private sealed class State
    {
        public VectorClock Clock { get; set; } = VectorClock.Empty;

        public VersionSet Versions { get; set; } = VersionSet.Empty;

        public List<(KeyVersion Version, VectorClock Dependencies)> Log { get; } = [];
    }

    /// <summary>Three replicas of one key that deliver whole logs in causal order.</summary>
    private sealed class Model
    {
        private HybridTimestamp _timestamp;

        public State[] Replicas { get; } = [new(), new(), new()];

        public Dictionary<Dot, VectorClock> Dependencies { get; } = [];

        public void Write(int replica, bool isDelete)
        {
            var state = Replicas[replica];
            var origin = new Incarnation(ReplicaId.Create($"r{replica}"), 1);
            var dot = new Dot(origin, state.Clock[origin] + 1);
            _timestamp = _timestamp.Next(DateTimeOffset.UnixEpoch);
            Dependencies[dot] = state.Clock;
            Deliver(state, new KeyVersion(dot, _timestamp, isDelete ? null : new Value(new byte[] { 1 })), state.Clock);
        }

        public void Sync(int from, int to)
        {
            foreach (var (version, dependencies) in Replicas[from].Log.ToList())
            {
                if (!Replicas[to].Clock.Covers(version.Dot))
                    Deliver(Replicas[to], version, dependencies);
            }
        }

        public void SyncAll()
        {
            for (var i = 0; i < 9; i++)
                Sync(i / 3, i % 3);
            for (var i = 0; i < 9; i++)
                Sync(i / 3, i % 3);
        }

        private static void Deliver(State state, KeyVersion version, VectorClock dependencies)
        {
            var update = new Update(version.Dot, dependencies, version.Timestamp, [new Mutation(Key.Create(Keyspace.User, "x"), version.Value)]);
            state.Versions = state.Versions.After(update, update.Mutations[0], Folds.None);
            state.Clock = state.Clock.With(version.Dot);
            state.Log.Add((version, dependencies));
        }
    }
}
