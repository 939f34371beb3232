using Akka.Actor;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Tests.Actors;
using AkkaGrid.KeyValue.Wire;
using CsCheck;
using SerializationException = System.Runtime.Serialization.SerializationException;

namespace AkkaGrid.KeyValue.Tests.Wire;

public sealed class ReplicationSerializerTests
{
    private static readonly ReplicationSerializer Serializer =
        new(null!, new Lazy<WireBases>(() => new WireBases { Bases = Samples.Bases }));

    private static readonly Gen<(string Manifest, string Bytes)> Golden =
        Gen.Int[0, Samples.Golden.Count - 1].Select(place => Samples.Golden.Values.ElementAt(place));

    public static TheoryData<string> Kinds => [.. Samples.Golden.Keys.Select(message => message.GetType().Name)];

    [Fact]
    public void Every_kind_of_message_has_a_sample_and_a_manifest_of_its_own()
    {
        var kinds = new[] { typeof(IPeerMessage).Assembly, typeof(IReplicationMessage).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.IsAssignableTo(typeof(IPeerMessage)) || type.IsAssignableTo(typeof(IReplicationMessage)))
            .Where(type => type is { IsAbstract: false, IsInterface: false }
                && !type.IsAssignableTo(typeof(INoSerializationVerificationNeeded)));

        Assert.Equal(
            kinds.Select(kind => kind.Name).Order(),
            Samples.Golden.Keys.Select(message => message.GetType().Name).Order());
        Assert.Distinct(Samples.Golden.Values.Select(golden => golden.Manifest));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_has_its_golden_bytes_and_comes_back_from_them(string kind)
    {
        var (message, (manifest, bytes)) = Samples.Golden.Single(sample => sample.Key.GetType().Name == kind);

        Assert.Equal(manifest, Serializer.Manifest(message));
        Assert.Equal(bytes, Convert.ToHexString(Serializer.ToBinary(message)));
        AssertSame(message, Serializer.FromBinary(Convert.FromHexString(bytes), manifest));
    }

    [Fact]
    public async Task The_configured_actor_system_uses_it_for_every_message_and_never_its_default()
    {
        await using var node = await TestNode.StartAsync(Samples.A.Replica);
        node.Store.Storage.Bases.Add(Samples.Base);
        var serialization = node.System.Serialization;

        Assert.All(Samples.Golden.Keys, message =>
        {
            var serializer = Assert.IsType<ReplicationSerializer>(serialization.FindSerializerFor(message));
            Assert.Equal(4710, serializer.Identifier);
            AssertSame(message, serialization.Deserialize(
                serializer.ToBinary(message), serializer.Identifier, serializer.Manifest(message)));
        });
        Assert.ThrowsAny<Exception>(() => serialization.FindSerializerFor(new Version(1, 0)));
    }

    [Fact]
    public void A_message_that_names_a_base_that_is_not_known_is_read_as_a_note_of_that()
    {
        var (message, (manifest, bytes)) = Samples.Golden.Single(sample => sample.Key is SnapshotChunk);
        var serializer = new ReplicationSerializer(null!, new Lazy<WireBases>(() => new WireBases()));

        var unknown = Assert.IsType<UnknownBases>(serializer.FromBinary(Convert.FromHexString(bytes), manifest));

        Assert.Equal([Samples.Base.Name], unknown.Names.AsEnumerable());
        Assert.Throws<SerializationException>(() => serializer.ToBinary(unknown));
        AssertSame(message, Serializer.FromBinary(Convert.FromHexString(bytes), manifest));
    }

    [Fact]
    public void A_manifest_of_a_newer_node_is_refused_by_name()
    {
        var error = Assert.Throws<SerializationException>(() => Serializer.FromBinary([], "z9"));

        Assert.Contains("z9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_ends_too_early_is_called_a_damaged_message_and_not_a_damaged_disk()
    {
        var (manifest, bytes) = Samples.Golden.Single(sample => sample.Key is UpdateBatch).Value;

        var error = Assert.Throws<SerializationException>(() =>
            Serializer.FromBinary(Convert.FromHexString(bytes)[..^3], manifest));

        Assert.StartsWith("The bytes are no message of the manifest 'u'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("data directory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_message_has_no_wire_format() =>
        Assert.Throws<SerializationException>(() => Serializer.ToBinary("text"));

    [Fact]
    public void Random_bytes_are_a_message_or_a_serialization_exception() =>
        Gen.Select(Golden, Gen.Byte.Array[0, 64]).Sample((golden, bytes) => IsHandled(golden.Manifest, bytes));

    [Fact]
    public void Cut_off_and_changed_messages_are_a_message_or_a_serialization_exception() =>
        Gen.Select(Golden, Gen.Int[0, 400], Gen.Int[0, 400], Gen.Byte).Sample((golden, length, place, change) =>
        {
            var whole = Convert.FromHexString(golden.Bytes);
            var bytes = whole[..Math.Min(length, whole.Length)];
            if (place < bytes.Length)
                bytes[place] ^= change;
            return IsHandled(golden.Manifest, bytes);
        });

    /// <summary>
    /// Whether bytes are refused as they should be, or are a message that stands for itself: written again, it is read
    /// as the same. A clock that was read wrong would not be.
    /// </summary>
    private static bool IsHandled(string manifest, byte[] bytes)
    {
        object message;
        try
        {
            message = Serializer.FromBinary(bytes, manifest);
        }
        catch (SerializationException)
        {
            return true;
        }

        // The lab's delays are for people: of the rest of a double's values nothing is promised. A base that is not
        // known is asked for.
        if (message is SetLink or UnknownBases)
            return true;
        AssertSame(message, Serializer.FromBinary(Serializer.ToBinary(message), manifest));
        return true;
    }

    /// <summary>Records compare their arrays by reference; messages are the same where all they hold is.</summary>
    private static void AssertSame(object expected, object actual)
    {
        Assert.IsType(expected.GetType(), actual);
        switch (expected, actual)
        {
            case (UpdateBatch one, UpdateBatch other):
                AssertSame(one.Updates, other.Updates);
                Assert.Equal(one with { Updates = [] }, other with { Updates = [] });
                break;
            case (PullRequest one, PullRequest other):
                Assert.Equal(one.First.AsEnumerable(), other.First.AsEnumerable());
                Assert.Equal(one with { First = [] }, other with { First = [] });
                break;
            case (PullAnswer one, PullAnswer other):
                AssertSame(one.Updates, other.Updates);
                Assert.Equal(one.Unavailable.AsEnumerable(), other.Unavailable.AsEnumerable());
                Assert.Equal(
                    one with { Updates = [], Unavailable = [] }, other with { Updates = [], Unavailable = [] });
                break;
            case (SnapshotChunk one, SnapshotChunk other):
                Assert.Equal(one.Items.AsEnumerable(), other.Items.AsEnumerable());
                Assert.Equal(one with { Items = [] }, other with { Items = [] });
                break;
            case (BaseRequest one, BaseRequest other):
                Assert.Equal(one.Names.AsEnumerable(), other.Names.AsEnumerable());
                Assert.Equal(one with { Names = [] }, other with { Names = [] });
                break;
            case (BaseAnswer one, BaseAnswer other):
                Assert.Equal(one.Bases.Select(clockBase => clockBase.Entries), other.Bases.Select(clockBase =>
                    clockBase.Entries));
                Assert.Equal(one.Unknown.AsEnumerable(), other.Unknown.AsEnumerable());
                Assert.Equal(one with { Bases = [], Unknown = [] }, other with { Bases = [], Unknown = [] });
                break;
            case (Fragment one, Fragment other):
                Assert.Equal(one.Bytes.ToArray(), other.Bytes.ToArray());
                Assert.Equal(one with { Bytes = default }, other with { Bytes = default });
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    private static void AssertSame(
        IReadOnlyList<Core.KeyValue.Update> expected, IReadOnlyList<Core.KeyValue.Update> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair =>
        {
            Assert.Equal(pair.First.Mutations.AsEnumerable(), pair.Second.Mutations.AsEnumerable());
            Assert.Equal(
                (pair.First.Dot, pair.First.Dependencies, pair.First.Timestamp),
                (pair.Second.Dot, pair.Second.Dependencies, pair.Second.Timestamp));
        });
    }
}
