using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Actors;
using AkkaGrid.KeyValue.Wire;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Storage;
using CsCheck;

namespace AkkaGrid.KeyValue.Tests.Wire;

public sealed class FragmentsTests
{
    /// <summary>Akka's default is 128,000 bytes; this leaves room for its envelope.</summary>
    private const int FrameBytes = 100_000;

    private static readonly ReplicationSerializer Serializer = new(null!, new Lazy<WireBases>(() => new WireBases()));

    [Fact]
    public void What_fits_a_frame_travels_whole()
    {
        var message = Large(60_000);

        Assert.Same(message, Assert.Single(new Fragments().Of(message)));
    }

    [Theory]
    [InlineData(99_000)]
    [InlineData(100_000)]
    [InlineData(128_000)]
    [InlineData(1 << 20)]
    public void A_large_update_is_cut_into_parts_that_join_to_the_same(int bytes)
    {
        var message = Large(bytes);
        var parts = new Fragments().Of(message).ToList();

        Assert.All(parts, part => Assert.InRange(Serializer.ToBinary(part).Length, 1, FrameBytes));
        Assert.Equal(
            Serializer.ToBinary(message),
            Serializer.ToBinary(parts is [ReplicaMessage whole] ? whole : Join(parts)));
    }

    [Fact]
    public void Nothing_that_a_replica_sends_is_larger_than_a_frame() => Writes.Sample(
        writes =>
        {
            var fragments = new Fragments();
            Assert.All(Sent(writes), message => Assert.All(
                fragments.Of(message), part => Assert.InRange(Serializer.ToBinary(part).Length, 1, FrameBytes)));
        },
        iter: 30);

    [Fact]
    public void A_content_type_counts_with_all_its_bytes()
    {
        var key = Samples.Key("x");
        var value = new Value(new byte[1], new string('€', 50_000));
        var chunk = new SnapshotChunk(
            Samples.A,
            Samples.B,
            1,
            new ReplicaCut(VectorClock.Empty, VectorClock.Empty, default, default),
            null,
            [KeyValuePair.Create(key, VersionSet.Of(new KeyVersion(new Dot(Samples.A, 1), default, value)))],
            IsLast: true);
        var batch = new UpdateBatch(
            Samples.A,
            VectorClock.Empty,
            [Samples.Update(new Dot(Samples.A, 1), VectorClock.Empty, new Mutation(key, value))],
            false);

        Assert.All(new Fragments().Of(chunk).Concat(new Fragments().Of(batch)), part =>
            Assert.InRange(Serializer.ToBinary(part).Length, 1, FrameBytes));
    }

    /// <summary>What replica "a" pushes, answers to pulls and streams as a snapshot after some writes.</summary>
    private static IEnumerable<ReplicaMessage> Sent(List<ImmutableArray<Mutation>> writes)
    {
        var options = new ReplicaOptions();
        using var storage = new MemoryStorage();
        var others = Enumerable.Range(0, 40)
            .Select(i => new Incarnation(ReplicaId.Create(new string('n', 64)), ulong.MaxValue - (ulong)i));
        var clock = VectorClock.Of(others.Select(other => new Dot(other, ulong.MaxValue / 2)));
        var state = ReplicaState.Initial with { Clock = clock };
        storage.Commit(new ChangeSet(default, state, new Dictionary<Key, VersionSet>(), [], [], DropsStaged: false));
        var sent = new List<IPeerMessage>();
        var now = DateTimeOffset.UnixEpoch;
        var replica = new VirtualReplica(Samples.A.Replica, 1, options, now, (_, _, message) => sent.Add(message));
        replica.Restart(Samples.A.Nonce, now, storage);
        replica.Tick([Samples.B.Replica], now);
        var view = new MembershipView(storage.State.Set.With(Samples.MemberOf(Samples.B)), VectorClock.Empty);
        replica.Receive(new ClockAnnouncement(Samples.B, VectorClock.Of(new Dot(Samples.B, 1)), view));

        // All in one turn, so that its updates share messages.
        foreach (var mutations in writes)
            replica.Core.Handle(new Write(new WriteRequest(mutations), new WriteReply()), new Moment(now, default));
        replica.Tick([Samples.B.Replica], now);
        Assert.Contains(sent, message => message is UpdateBatch);

        foreach (var message in sent.OfType<ReplicaMessage>())
            yield return message;
        using var source = new RepairSource(Samples.A, storage, options);
        foreach (var answer in source.Answer(new PullRequest(Samples.B, Samples.A, 1, [new Dot(Samples.A, 1)])))
            yield return answer;
        SnapshotPosition? after = null;
        for (var isLast = false; !isLast;)
        {
            var chunk = (SnapshotChunk)source.Answer(new SnapshotRequest(Samples.B, Samples.A, 1, after), 0)!;
            yield return chunk;
            var (key, versions) = chunk.Items[^1];
            after = new SnapshotPosition(key, versions.Versions.Length);
            isLast = chunk.IsLast;
        }
    }

    private static ReplicaMessage Join(IEnumerable<object> parts)
    {
        var assembler = new FragmentAssembler<string>(2 << 20, new ClockBases());
        return Assert.Single(parts.Select(part => assembler.Add("a", (Fragment)part)).OfType<ReplicaMessage>());
    }

    private static UpdateBatch Large(int bytes) => new(
        Samples.A,
        VectorClock.Empty,
        [Samples.Update(
            new Dot(Samples.A, 1), VectorClock.Empty, new Mutation(Samples.Key("x"), new Value(new byte[bytes])))],
        WantsClock: false);

    /// <summary>
    /// Keys of one letter up to 1 KiB of characters of one to four bytes, values from none to beyond a frame.
    /// </summary>
    private static Gen<List<ImmutableArray<Mutation>>> Writes
    {
        get
        {
            var name =
                from letter in Gen.Int[0, 3].Select(place => new[] { "k", "ж", "€", "😀" }[place])
                from length in Gen.OneOf(Gen.Int[1, 8], Gen.Int[200, 255])
                from number in Gen.Int[0, 999]
                select string.Concat(Enumerable.Repeat(letter, length)) + number;
            var mutation =
                from key in name
                from size in Gen.Frequency((20, Gen.Int[0, 40]), (5, Gen.Int[0, 1_000]), (1, Gen.Int[60_000, 130_000]))
                from kind in Gen.Int[0, 2]
                select new Mutation(
                    Samples.Key(key),
                    kind == 0 ? null : new Value(new byte[size], kind == 1 ? null : "text/plain; charset=utf-8"));
            return mutation.Array[1, 4]
                .Select(mutations => mutations.DistinctBy(one => one.Key).ToImmutableArray())
                .List[64, 200];
        }
    }
}
