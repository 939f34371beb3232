using Microsoft.Win32.SafeHandles;

namespace AkkaGrid.KeyValue.Storage.Rocks;

/// <summary>How a database, or a column family of it, is set up. RocksDB copies them at the opening.</summary>
internal sealed class RocksOptions : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>RocksDB's defaults.</summary>
    public RocksOptions()
        : base(ownsHandle: true) => SetHandle(RocksApi.rocksdb_options_create());

    protected override bool ReleaseHandle()
    {
        RocksApi.rocksdb_options_destroy(handle);
        return true;
    }
}
