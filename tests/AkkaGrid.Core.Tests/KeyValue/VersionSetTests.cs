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
    public void A_write_replaces_what_it_knew_by_identity_whatever_name_that_was_reissued_under()
    {
        var (known, unknown) = (new Dot(Named("a"), 1), new Dot(Named("b"), 1));
        var mutation = new Mutation(Key.Create(Keyspace.User, "k"), new Value(new byte[] { 1 }));
        var update = new Update(new Dot(Named("c"), 1), VectorClock.Of(known), new HybridTimestamp(9), [mutation]);
        var before = VersionSet.Of(Reissued(known, under: new Dot(Named("d"), 7)), Reissued(unknown, under: known));

        var after = before.After(update, mutation);

        Assert.Equal([update.Dot, unknown], after.Versions.Select(version => version.Identity));

        static Incarnation Named(string name) => new(ReplicaId.Create(name), name[0]);

        static KeyVersion Reissued(Dot identity, Dot under) =>
            new(under, new HybridTimestamp(5), null) { Identity = identity };
    }

    [Fact]
    public void The_greatest_of_timestamp_dot_and_identity_wins_in_whatever_order_versions_come() =>
        Gen.Select(Gen.ULong[1, 2], Gen.ULong[1, 2], Gen.ULong[1, 2]).Array[0, 6].Select(
            Gen.Int, (parts, seed) => (parts, seed)).Sample((parts, seed) =>
        {
            var origin = new Incarnation(ReplicaId.Create("r"), 1);
            var versions = parts.Distinct().Select(part =>
                new KeyVersion(new Dot(origin, part.Item2), new HybridTimestamp(part.Item1), null)
                {
                    Identity = new Dot(origin, part.Item3)
                }).ToArray();
            var set = VersionSet.Of(versions);
            new Random(seed).Shuffle(versions);
            return set.Equals(VersionSet.Of(versions)) && set.Winner == versions.Max()
                && set.Versions.Zip(set.Versions.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) > 0);
        });

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
            var origin = new Incarnation(ReplicaId.Create($"r{replica}"), 1 + (ulong)replica);
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
            var update = new Update(version.Dot, dependencies, version.Timestamp, [new Mutation(
                Key.Create(Keyspace.User, "x"), version.Value)]);
            state.Versions = state.Versions.After(update, update.Mutations[0]);
            state.Clock = state.Clock.With(version.Dot);
            state.Log.Add((version, dependencies));
        }
    }
}
