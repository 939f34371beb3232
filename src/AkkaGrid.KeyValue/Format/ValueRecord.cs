using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Format;

/// <summary>Values as records and messages have them, which is the same.</summary>
internal static class ValueRecord
{
    /// <summary>Writes a value as a field; nothing where there is none.</summary>
    public static void Write(RecordWriter record, int field, Value? value)
    {
        if (value is null)
            return;
        var start = record.Begin(field);
        record.Write(Proto.Value.BytesFieldNumber, value.Bytes.Span);
        if (value.ContentType is not null)
            record.WriteOptional(Proto.Value.ContentTypeFieldNumber, value.ContentType);
        record.End(start);
    }

    public static Value Read(ReadOnlySpan<byte> bytes)
    {
        var (content, contentType) = (Array.Empty<byte>(), default(string));
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.Value.BytesFieldNumber:
                    content = record.ReadBytes().ToArray();
                    break;
                case Proto.Value.ContentTypeFieldNumber:
                    contentType = KnownTexts.Of(record.ReadBytes());
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new Value(content, contentType);
    }
}
