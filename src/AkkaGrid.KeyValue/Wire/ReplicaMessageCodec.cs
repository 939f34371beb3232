using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using Google.Protobuf;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>Turns the messages of replicas into protobuf.</summary>
internal static class ReplicaMessageCodec
{
    public static byte[] Encode(ReplicaMessage message) => message switch
    {
        ClockAnnouncement announcement => AnnouncementCodec.Encode(announcement).ToByteArray(),
        UpdateBatch batch => UpdateMessageCodec.Encode(batch),
        PullRequest request => Encode(request).ToByteArray(),
        PullAnswer answer => UpdateMessageCodec.Encode(answer),
        SnapshotRequest request => SnapshotCodec.Encode(request).ToByteArray(),
        SnapshotChunk chunk => SnapshotCodec.Encode(chunk).ToByteArray(),
        SnapshotExpired expired => SnapshotCodec.Encode(expired).ToByteArray(),
        BaseRequest request => BaseCodec.Encode(request).ToByteArray(),
        BaseAnswer answer => BaseCodec.Encode(answer).ToByteArray(),
        _ => throw new ArgumentException($"{message.GetType().Name} has no wire format", nameof(message)),
    };

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static PullRequest Decode(Proto.PullRequest record, ClockBases bases)
    {
        var names = MessageNames.Read(record.Incarnations, [], bases);
        return new PullRequest(
            names.At(record.From), names.At(record.To), record.PullId, [.. record.First.Select(names.Read)]);
    }

    private static Proto.PullRequest Encode(PullRequest message)
    {
        var names = MessageNames.Of(message.From, [], message.First.Select(dot => dot.Origin).Prepend(message.To));
        var record = new Proto.PullRequest
        {
            From = names.PlaceOf(message.From),
            To = names.PlaceOf(message.To),
            PullId = message.PullId,
        };
        names.Write(record.Incarnations);
        record.First.AddRange(message.First.Select(names.Write));
        return record;
    }
}
