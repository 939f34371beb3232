using Akka.Actor;
using Akka.Serialization;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Messages;
using Google.Protobuf;
using SerializationException = System.Runtime.Serialization.SerializationException;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// The wire format of the store: protobuf under short manifests, which are never used for anything else again (nor are
/// "o" and "O", which earlier versions used).
/// </summary>
internal sealed class ReplicationSerializer : SerializerWithStringManifest
{
    /// <summary>Names this serializer on the wire.</summary>
    public const int Id = 4710;

    private static readonly Dictionary<Type, string> Manifests = new()
    {
        [typeof(ClockAnnouncement)] = "c",
        [typeof(UpdateBatch)] = "u",
        [typeof(PullRequest)] = "p",
        [typeof(PullAnswer)] = "a",
        [typeof(SnapshotRequest)] = "s",
        [typeof(SnapshotChunk)] = "k",
        [typeof(SnapshotExpired)] = "g",
        [typeof(BaseRequest)] = "b",
        [typeof(BaseAnswer)] = "B",
        [typeof(Fragment)] = "f",
        [typeof(KeyRequest)] = "q",
        [typeof(KeyAnswer)] = "r",
        [typeof(SetLink)] = "l",
        [typeof(LinkSet)] = "L",
    };

    private readonly Lazy<WireBases> _bases;

    /// <summary>The serializer of an actor system, as Akka makes it.</summary>
    public ReplicationSerializer(ExtendedActorSystem system)
        : this(system, new Lazy<WireBases>(() => WireBases.Of(system)))
    {
    }

    /// <summary>A serializer that reads messages with given clock bases.</summary>
    internal ReplicationSerializer(ExtendedActorSystem system, Lazy<WireBases> bases)
        : base(system) => _bases = bases;

    /// <inheritdoc/>
    public override int Identifier => Id;

    /// <inheritdoc/>
    public override string Manifest(object o) => ManifestOf(o);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => Write(obj);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return Read(manifest, bytes, _bases.Value.Bases);
        }
        catch (UnknownBasesException unknown)
        {
            return new UnknownBases(unknown.Names);
        }
    }

    /// <summary>The manifest of a message.</summary>
    /// <exception cref="SerializationException">It is none that goes over the wire.</exception>
    public static string ManifestOf(object message) => Manifests.TryGetValue(message.GetType(), out var manifest)
        ? manifest
        : throw new SerializationException($"{message.GetType()} has no wire format");

    /// <summary>Writes a message.</summary>
    /// <exception cref="SerializationException">It is none that goes over the wire.</exception>
    public static byte[] Write(object message) => message switch
    {
        ReplicaMessage replicaMessage => ReplicaMessageCodec.Encode(replicaMessage),
        Fragment fragment => new Proto.Fragment
        {
            MessageId = fragment.MessageId,
            Index = (uint)fragment.Index,
            Count = (uint)fragment.Count,
            Manifest = fragment.Manifest,
            Bytes = UnsafeByteOperations.UnsafeWrap(fragment.Bytes),
        }.ToByteArray(),
        KeyRequest request => KeyMessageCodec.Encode(request).ToByteArray(),
        KeyAnswer answer => KeyMessageCodec.Encode(answer).ToByteArray(),
        SetLink set => new Proto.SetLink
        {
            RequestId = set.RequestId,
            From = set.Link.From.Value,
            To = set.Link.To.Value,
            Mode = (uint)set.Link.Mode,
            DelayMilliseconds = (uint)set.Link.Delay.TotalMilliseconds,
            Rate = set.Link.Rate,
        }.ToByteArray(),
        LinkSet set => new Proto.LinkSet { RequestId = set.RequestId }.ToByteArray(),
        _ => throw new SerializationException($"{message.GetType()} has no wire format"),
    };

    /// <summary>Reads a message of a manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="bases">The clock bases that are known here.</param>
    /// <exception cref="UnknownBasesException">It names a clock base that is not known here.</exception>
    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are no such message.</exception>
    public static object Read(string manifest, ReadOnlyMemory<byte> bytes, ClockBases bases)
    {
        try
        {
            return Parse(manifest, bytes.Span, bases);
        }
        catch (Exception error) when (error is not (SerializationException or UnknownBasesException))
        {
            throw new SerializationException(
                $"The bytes are no message of the manifest '{manifest}': {error.Message}", error);
        }
    }

    private static object Parse(string manifest, ReadOnlySpan<byte> bytes, ClockBases bases) => manifest switch
    {
        "c" => AnnouncementCodec.Decode(Proto.ClockAnnouncement.Parser.ParseFrom(bytes), bases),
        "u" => UpdateMessageCodec.DecodeUpdateBatch(bytes, bases),
        "p" => ReplicaMessageCodec.Decode(Proto.PullRequest.Parser.ParseFrom(bytes), bases),
        "a" => UpdateMessageCodec.DecodePullAnswer(bytes, bases),
        "s" => SnapshotCodec.Decode(Proto.SnapshotRequest.Parser.ParseFrom(bytes), bases),
        "k" => SnapshotCodec.Decode(Proto.SnapshotChunk.Parser.ParseFrom(bytes), bases),
        "g" => SnapshotCodec.Decode(Proto.SnapshotExpired.Parser.ParseFrom(bytes), bases),
        "b" => BaseCodec.Decode(Proto.BaseRequest.Parser.ParseFrom(bytes), bases),
        "B" => BaseCodec.Decode(Proto.BaseAnswer.Parser.ParseFrom(bytes), bases),
        "f" => Read(Proto.Fragment.Parser.ParseFrom(bytes)),
        "q" => KeyMessageCodec.Decode(Proto.KeyRequest.Parser.ParseFrom(bytes), bases),
        "r" => KeyMessageCodec.Decode(Proto.KeyAnswer.Parser.ParseFrom(bytes), bases),
        "l" => Read(Proto.SetLink.Parser.ParseFrom(bytes)),
        "L" => new LinkSet(Proto.LinkSet.Parser.ParseFrom(bytes).RequestId),
        _ => throw new SerializationException(
            $"No message has the manifest '{manifest}'; a newer node may have sent it"),
    };

    private static Fragment Read(Proto.Fragment record) => record.Index < record.Count && record.Count <= int.MaxValue
        ? new(record.MessageId, (int)record.Index, (int)record.Count, record.Manifest, record.Bytes.Memory)
        : throw new FormatException($"There is no part {record.Index} of {record.Count}");

    private static SetLink Read(Proto.SetLink record) =>
        Enum.IsDefined((LinkMode)record.Mode) && record.Rate is >= 0 and <= 1
            ? new(
                record.RequestId,
                new Link(
                    ReplicaId.Create(record.From),
                    ReplicaId.Create(record.To),
                    (LinkMode)record.Mode,
                    TimeSpan.FromMilliseconds(record.DelayMilliseconds),
                    record.Rate))
            : throw new FormatException($"There is no link mode {record.Mode} at rate {record.Rate}");
}
