using System.Buffers.Binary;
using System.Text;

namespace AkkaGrid.KeyValue.Format;

/// <summary>
/// Writes the fields of protobuf records into one buffer that is used again and again: every write of a key does,
/// several times over, and the generated classes take a dozen objects for each.
/// </summary>
/// <remarks>
/// As proto3 has it, a field that has its default value is left out, except where a method says otherwise. Whoever
/// writes keeps to the order of the field numbers, and so to the same bytes as the generated classes.
/// </remarks>
internal sealed class RecordWriter
{
    private const int WireTypeBits = 3;
    private const uint Varint = 0;
    private const uint Fixed64 = 1;
    private const uint Bytes = 2;
    private const int MaxVarintBytes = 10;
    private const int FirstSize = 1024;
    private const int LargestKept = 256 << 10;

    private byte[] _buffer = new byte[FirstSize];
    private int _length;

    /// <summary>What has been written since it was cleared.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Starts over, and keeps the buffer unless it has grown out of all proportion.</summary>
    public void Clear()
    {
        _length = 0;
        if (_buffer.Length > LargestKept)
            _buffer = new byte[FirstSize];
    }

    public void Write(int field, ulong value)
    {
        if (value == 0)
            return;
        Tag(field, Varint);
        Raw(value);
    }

    public void Write(int field, bool value) => Write(field, value ? 1UL : 0);

    public void WriteFixed64(int field, ulong value)
    {
        if (value == 0)
            return;
        Tag(field, Fixed64);
        RawFixed64(value);
    }

    public void Write(int field, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        Tag(field, Bytes);
        Raw((ulong)bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Writes a text, be it empty or not: a field that can be absent.</summary>
    public void WriteOptional(int field, string text)
    {
        var start = Begin(field);
        _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
        End(start);
    }

    public void Write(int field, string text)
    {
        if (text.Length > 0)
            WriteOptional(field, text);
    }

    /// <summary>Begins a record within the record; what follows belongs to it until <see cref="End"/>.</summary>
    /// <returns>What that takes.</returns>
    public int Begin(int field)
    {
        Tag(field, Bytes);
        Room(1);
        return ++_length;
    }

    /// <summary>Ends the record that began there.</summary>
    public void End(int start)
    {
        // One byte was left for the length; what is longer moves on by as many as it takes.
        var length = _length - start;
        var more = SizeOf((ulong)length) - 1;
        if (more > 0)
        {
            Room(more);
            _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start + more));
        }

        _length = start - 1;
        Raw((ulong)length);
        _length += length;
    }

    /// <summary>Writes an element of a packed list, within the record that the list is.</summary>
    public void Raw(ulong value)
    {
        var room = Room(MaxVarintBytes);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        _length += length;
    }

    /// <summary>Writes an element of a packed list of fixed size, within the record that the list is.</summary>
    public void RawFixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);
        _length += sizeof(ulong);
    }

    private static int SizeOf(ulong value)
    {
        var size = 1;
        for (; value >= 0x80; value >>= 7)
            size++;
        return size;
    }

    private void Tag(int field, uint wireType) => Raw(((uint)field << WireTypeBits) | wireType);

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + bytes));
        return _buffer.AsSpan(_length);
    }
}
