using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AkkaGrid.Core.Charging;

/// <summary>A 64-bit hash that stands for a vehicle in lists of sessions; collisions are extremely unlikely.</summary>
/// <param name="Bits">The bits.</param>
public readonly record struct VehicleTag(ulong Bits)
{
    /// <summary>The tag of a vehicle.</summary>
    public static VehicleTag Of(VehicleId vehicle)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(vehicle.Value), hash);
        return new VehicleTag(BinaryPrimitives.ReadUInt64BigEndian(hash));
    }
}
