using System.Buffers.Binary;

namespace AkkaGrid.KeyValue.Format;

/// <summary>
/// Reads the fields of a protobuf record straight from memory, of the disk or of a message: every read of a key does,
/// and the generated classes take a dozen objects for it.
/// </summary>
/// <remarks>Its methods throw a <see cref="FormatException"/> where the record ends too early.</remarks>
internal ref struct RecordReader(ReadOnlySpan<byte> record)
{
    private const int WireTypeBits = 3;
    private const int VarintBits = 7;
    private const int VarintContinues = 0x80;

    private ReadOnlySpan<byte> _rest = record;
    private WireType _type;

    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Goes to the next field; false at the end.</summary>
    public bool TryNext(out int field)
    {
        field = 0;
        if (_rest.IsEmpty)
            return false;
        var tag = ReadVarint();
        field = (int)(tag >> WireTypeBits);
        _type = (WireType)(tag & ((1 << WireTypeBits) - 1));
        return true;
    }

    public ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += VarintBits)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & ~VarintContinues) << shift;
            if ((next & VarintContinues) == 0)
                return value;
        }

        throw Damaged();
    }

    public ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadVarint());

    /// <summary>Passes over a field that a later version of this program has written.</summary>
    public void Skip()
    {
        switch (_type)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                ReadFixed64();
                break;
            case WireType.Bytes:
                ReadBytes();
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
            default:
                throw Damaged();
        }
    }

    private static FormatException Damaged() => new("A record ends in its middle");

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw Damaged();
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
