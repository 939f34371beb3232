using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace AkkaGrid.Charging.Wire;

/// <summary>Akka's serializer for the messages of charging.</summary>
internal sealed class ChargingSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The identifier of this serializer in messages. Never changes.</summary>
    public const int Id = 4711;

    public override int Identifier => Id;

    public override string Manifest(object o) => WireTable.Charging.Manifest(o);

    public override byte[] ToBinary(object obj) => WireTable.Charging.Write(obj);

    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return WireTable.Charging.Read(bytes, manifest);
        }
        catch (Exception problem) when (problem
            is InvalidProtocolBufferException or InvalidDataException or ArgumentException or NullReferenceException)
        {
            throw new SerializationException($"Malformed charging message '{manifest}'", problem);
        }
    }
}
