using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Format;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Tests.Storage;

/// <summary>The bytes of records on a disk that knows the names of the samples.</summary>
internal static class RecordBytes
{
    public static byte[] Of(VersionSet versions, DiskNames? names = null)
    {
        var record = new RecordWriter();
        RecordCodec.Write(versions, record, new BatchNames(names ?? KnownNames.Noted()));
        return record.Written.ToArray();
    }

    public static byte[] Of(Update update, DiskNames? names = null)
    {
        var record = new RecordWriter();
        RecordCodec.Write(update, record, new BatchNames(names ?? KnownNames.Noted()));
        return record.Written.ToArray();
    }
}
