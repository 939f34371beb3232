using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// 64 bits that stand for a vehicle where many are named at once: two vehicles share them as good as never.
/// </summary>
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
