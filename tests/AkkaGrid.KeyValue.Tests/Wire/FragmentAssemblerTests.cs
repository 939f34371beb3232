using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;
using CsCheck;

namespace AkkaGrid.KeyValue.Tests.Wire;

public sealed class FragmentAssemblerTests
{
    private const int MaxBytes = 1 << 20;

    private readonly FragmentAssembler<string> _assembler = new(MaxBytes, new ClockBases());

    [Fact]
    public void The_last_part_brings_the_message()
    {
        var parts = Cut(1);

        Assert.All(parts.SkipLast(1), part => Assert.Null(_assembler.Add("a", part)));
        Assert.Equal(1, MarkOf(_assembler.Add("a", parts[^1])));
    }

    [Fact]
    public void A_lost_part_gives_the_message_up_and_not_the_next_one()
    {
        var (first, second) = (Cut(1), Cut(2));

        Assert.All(first.Where((_, i) => i != 1), part => Assert.Null(_assembler.Add("a", part)));
        Assert.All(second.SkipLast(1), part => Assert.Null(_assembler.Add("a", part)));
        Assert.Equal(2, MarkOf(_assembler.Add("a", second[^1])));
    }

    [Fact]
    public void Messages_of_two_senders_do_not_mix()
    {
        var (one, other) = (Cut(1), Cut(2));
        var joined = one.Zip(other)
            .SelectMany(pair => new[] { _assembler.Add("a", pair.First), _assembler.Add("b", pair.Second) });

        Assert.Equal([1, 2], joined.OfType<ReplicaMessage>().Select(message => MarkOf(message)));
    }

    [Fact]
    public void Parts_of_two_messages_of_one_address_lost_doubled_or_interleaved_never_make_a_third()
    {
        // The replica and its repair speak from one address, and count their messages each for itself.
        Fragment[] parts = [.. Cut(1), .. Cut(2)];

        Gen.Int[0, parts.Length - 1].List[1, 30].Sample(order =>
        {
            var assembler = new FragmentAssembler<string>(MaxBytes, new ClockBases());
            foreach (var place in order)
            {
                // A message comes only with its own last part.
                if (assembler.Add("a", parts[place]) is { } message)
                    Assert.Equal(
                        (MarkOf(message), true),
                        (place < parts.Length / 2 ? 1 : 2, (place + 1) % (parts.Length / 2) == 0));
            }
        });
    }

    [Fact]
    public void Two_messages_of_one_address_whose_parts_interleave_both_arrive()
    {
        var (first, second) = (Cut(1), Cut(2));
        var whole = first.Zip(second).SelectMany(pair => new[] { pair.First, pair.Second })
            .Select(part => _assembler.Add("a", part))
            .OfType<ReplicaMessage>();

        Assert.Equal([1, 2], whole.Select(MarkOf));
    }

    [Fact]
    public void Parts_of_a_sender_that_started_again_do_not_complete_what_it_began_before()
    {
        var (before, after) = (Cut(1), Cut(2));

        Assert.Null(_assembler.Add("a", before[0]));
        Assert.All(after.Skip(1), part => Assert.Null(_assembler.Add("a", part)));
    }

    [Fact]
    public void A_message_beyond_the_limit_is_given_up_with_its_first_part()
    {
        var parts = Cut(1);
        var small = new FragmentAssembler<string>(Fragments.PartBytes, new ClockBases());

        Assert.All(parts, part => Assert.Null(small.Add("a", part)));
    }

    [Theory]
    [InlineData("u")]
    [InlineData("z9")]
    [InlineData("f")]
    public void A_whole_that_cannot_be_read_is_a_message_lost(string manifest)
    {
        Assert.Null(_assembler.Add("a", new Fragment(1, 0, 2, manifest, new byte[] { 0xFF })));
        Assert.Null(_assembler.Add("a", new Fragment(1, 1, 2, manifest, new byte[] { 0xFF })));
    }

    [Fact]
    public void A_whole_that_names_a_base_that_is_not_known_tells_its_name()
    {
        var message = Samples.Golden.Keys.OfType<SnapshotChunk>().Single();
        var bytes = ReplicaMessageCodec.Encode(message);

        Assert.Null(_assembler.Add("a", new Fragment(1, 0, 2, "k", bytes.AsMemory(0, 10))));
        var unknown = Assert.IsType<UnknownBases>(_assembler.Add("a", new Fragment(1, 1, 2, "k", bytes.AsMemory(10))));

        Assert.Equal([Samples.Base.Name], unknown.Names.AsEnumerable());
    }

    [Fact]
    public void The_largest_messages_that_a_replica_sends_are_put_together()
    {
        var options = new KeyValueOptions { Name = Samples.A.Replica, DataDirectory = "" };
        var assembler = new FragmentAssembler<string>(options.MaxMessageBytes, new ClockBases());
        var largest = new Value(new byte[options.MaxBatchBytes]);
        var full = Enumerable.Range(0, options.Replica.ChunkBytes / 48).Select(i => KeyValuePair.Create(
            Samples.Key($"{i}"), VersionSet.Of(Samples.Version(new Dot(Samples.A, (ulong)i + 1), 1UL << 60, ""))));
        ReplicaMessage[] messages =
        [
            new UpdateBatch(
                Samples.A,
                VectorClock.Empty,
                [Samples.Update(new Dot(Samples.A, 1), VectorClock.Empty, new Mutation(Samples.Key("x"), largest))],
                WantsClock: false),
            new SnapshotChunk(
                Samples.A,
                Samples.B,
                1,
                new ReplicaCut(VectorClock.Empty, VectorClock.Empty, default, default),
                null,
                [
                    .. full,
                    KeyValuePair.Create(
                        Samples.Key("x"), VersionSet.Of(new KeyVersion(new Dot(Samples.A, 1), default, largest)))
                ],
                IsLast: true),
        ];

        Assert.All(messages, message =>
        {
            var whole = new Fragments().Of(message).Select(part => assembler.Add("a", (Fragment)part)).ToList()[^1];
            Assert.IsType(message.GetType(), whole);
        });
    }

    [Fact]
    public void Many_senders_that_never_finish_do_not_keep_others_out()
    {
        for (var i = 0; i < 1_000; i++)
            _assembler.Add($"sender {i}", Cut(1)[0]);

        The_last_part_brings_the_message();
    }

    /// <summary>The parts of a message that is filled with its mark, cut by a sender that has just started.</summary>
    private static Fragment[] Cut(byte mark)
    {
        var value = new byte[2 * Fragments.PartBytes];
        Array.Fill(value, mark);
        var update = Samples.Update(
            new Dot(Samples.A, mark), VectorClock.Empty, new Mutation(Samples.Key("x"), new Value(value)));
        return [.. new Fragments().Of(new UpdateBatch(Samples.A, VectorClock.Empty, [update], false)).Cast<Fragment>()];
    }

    private static int MarkOf(object? message)
    {
        var batch = Assert.IsType<UpdateBatch>(message);
        return Assert.Single(batch.Updates[0].Mutations[0].Value!.Bytes.ToArray().Distinct());
    }
}
