using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Tests.Storage;
using AkkaGrid.KeyValue.Wire;
using Google.Protobuf;
using Proto = AkkaGrid.KeyValue.Format.Proto;
using Records = AkkaGrid.KeyValue.Storage.Proto;

namespace AkkaGrid.KeyValue.Tests.Format;

/// <summary>The bytes are those of the generated classes, however long a record within a record is.</summary>
public sealed class RecordWriterTests
{
    public static TheoryData<int> Lengths => [0, 1, 60, 90, 127, 128, 16_300, 16_383, 16_384, 70_000, 300_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_key_s_versions_are_what_the_generated_classes_write(int length)
    {
        var bytes = RecordBytes.Of(VersionSet.Of(
            new KeyVersion(
                new Dot(Samples.A, 7), new HybridTimestamp(1 << 20), new Value(new byte[length], "text/plain")),
            new KeyVersion(new Dot(Samples.B, ulong.MaxValue), new HybridTimestamp(1 << 19), null)
            {
                Identity = new Dot(Samples.C, 1),
                Causes = VectorClock.Of(new Dot(Samples.A, 7)),
            }));

        Assert.Equal(Records.Versions.Parser.ParseFrom(bytes).ToByteArray(), bytes);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void An_update_is_what_the_generated_classes_write(int length)
    {
        var update = Large(length);

        var bytes = RecordBytes.Of(update);

        Assert.Equal(Proto.StoredUpdate.Parser.ParseFrom(bytes).ToByteArray(), bytes);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_message_of_updates_is_what_the_generated_classes_write(int length)
    {
        var clock = VectorClock.Of(Samples.Base, [new Dot(Samples.A, 300), new Dot(Samples.B, 2)]);
        ImmutableArray<Update> updates =
        [
            Large(length),
            Samples.Update(new Dot(Samples.A, 9), VectorClock.Of(new Dot(Samples.A, 8)), Samples.Put("x", "1"))
        ];

        var batch = ReplicaMessageCodec.Encode(new UpdateBatch(Samples.B, clock, updates, WantsClock: true));
        var answer = ReplicaMessageCodec.Encode(
            new PullAnswer(Samples.B, Samples.C, clock, 4, updates, [Samples.C], IsLast: true));

        Assert.Equal(AkkaGrid.KeyValue.Wire.Proto.UpdateBatch.Parser.ParseFrom(batch).ToByteArray(), batch);
        Assert.Equal(AkkaGrid.KeyValue.Wire.Proto.PullAnswer.Parser.ParseFrom(answer).ToByteArray(), answer);
    }

    private static Update Large(int length) => new(
        new Dot(Samples.A, 8),
        VectorClock.Of(Samples.Base, [new Dot(Samples.A, 7), new Dot(Samples.B, 70_000)]),
        new HybridTimestamp(1 << 20),
        [
            new Mutation(
                Key.Create(Keyspace.User, new string('ж', 1 + Math.Min(length, 500))), new Value(new byte[length], "")),
            new Mutation(Key.Create(Keyspace.User, "gone"), null),
        ]);
}
