using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace AkkaGrid.Node.LivePage;

/// <summary>The wire format of the live page: protobuf, see <c>live.proto</c>.</summary>
internal sealed class LiveSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>This format's number; no other serializer of the grid has it.</summary>
    public const int Id = 4713;

    private const string WatchManifest = "watch";
    private const string ObservationManifest = "glimpse";

    /// <inheritdoc/>
    public override int Identifier => Id;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        Wire.Watch => WatchManifest,
        Wire.Observation => ObservationManifest,
        _ => throw Unknown(o.GetType().Name),
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => obj is Wire.Watch or Wire.Observation
        ? ((IMessage)obj).ToByteArray()
        : throw Unknown(obj.GetType().Name);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        WatchManifest => Wire.Watch.Parser.ParseFrom(bytes),
        ObservationManifest => Wire.Observation.Parser.ParseFrom(bytes),
        _ => throw Unknown(manifest),
    };

    private static ArgumentException Unknown(string what) => new($"{what} is not part of the live page's wire format");
}
