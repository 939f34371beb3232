using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>Writes the messages that ask for a key, and reads them.</summary>
/// <remarks>The versions go without their dependencies: they are shown to a reader, who needs none.</remarks>
internal static class KeyMessageCodec
{
    public static Proto.KeyRequest Encode(KeyRequest message)
    {
        var names = MessageNames.Of(message.From, []);
        var record = new Proto.KeyRequest
        {
            From = names.PlaceOf(message.From),
            RequestId = message.RequestId,
            Key = VersionCodec.Encode(message.Key),
        };
        names.Write(record.Incarnations);
        return record;
    }

    public static Proto.KeyAnswer Encode(KeyAnswer message)
    {
        var versions = WithoutCauses(message.Versions);
        var names = MessageNames.Of(
            message.From,
            [],
            versions.Versions.SelectMany(version => new[] { version.Dot.Origin, version.Identity.Origin }));
        var record = new Proto.KeyAnswer
        {
            From = names.PlaceOf(message.From),
            RequestId = message.RequestId,
            Item = VersionCodec.Encode(message.Key, versions, names),
        };
        names.Write(record.Incarnations);
        return record;
    }

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static KeyRequest Decode(Proto.KeyRequest record, ClockBases bases) => new(
        record.RequestId,
        MessageNames.Read(record.Incarnations, [], bases).At(record.From),
        VersionCodec.Decode(record.Key));

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static KeyAnswer Decode(Proto.KeyAnswer record, ClockBases bases)
    {
        var names = MessageNames.Read(record.Incarnations, [], bases);
        var (key, versions) = VersionCodec.Decode(record.Item, names);
        return new KeyAnswer(record.RequestId, names.At(record.From), key, WithoutCauses(versions));
    }

    private static VersionSet WithoutCauses(VersionSet versions) =>
        VersionSet.Of(versions.Versions.Select(version => version with { Causes = VectorClock.Empty }));
}
