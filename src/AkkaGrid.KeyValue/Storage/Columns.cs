using RocksDbSharp;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>The column families of a replica's database, and how they are tuned: for bounded memory first.</summary>
internal sealed class Columns(RocksDb database)
{
    private const string DataName = "data";
    private const string LogName = "log";
    private const string MetaName = "meta";
    private const string StagedName = "staged";
    private const string TombstonesName = "tombstones";
    private const ulong WriteBufferBytes = 16 << 20;
    private const ulong AllWriteBuffersBytes = 64 << 20;
    private const ulong WriteAheadBytes = 64 << 20;
    private const ulong BlockCacheBytes = 64 << 20;
    private const int OpenFiles = 512;
    private const int BloomBitsPerKey = 10;
    private const ulong InfoLogBytes = 10 << 20;

    // One for the process, whatever is opened in it and how often.
    private static readonly Cache BlockCache = Cache.CreateLru(BlockCacheBytes);

    /// <summary>The versions of each key.</summary>
    public ColumnFamilyHandle Data { get; } = database.GetColumnFamily(DataName);

    /// <summary>The delivered updates, by dot.</summary>
    public ColumnFamilyHandle Log { get; } = database.GetColumnFamily(LogName);

    /// <summary>The replica's name and state, and the names of incarnations.</summary>
    public ColumnFamilyHandle Meta { get; } = database.GetColumnFamily(MetaName);

    /// <summary>A snapshot that arrives.</summary>
    public ColumnFamilyHandle Staged { get; } = database.GetColumnFamily(StagedName);

    /// <summary>Where tombstones were left, by dot, until they are swept.</summary>
    public ColumnFamilyHandle Tombstones { get; } = database.GetColumnFamily(TombstonesName);

    public static DbOptions DatabaseOptions
    {
        get
        {
            var options = new DbOptions()
                .SetCreateIfMissing()
                .SetCreateMissingColumnFamilies()
                .SetDbWriteBufferSize(AllWriteBuffersBytes)
                .SetMaxTotalWalSize(WriteAheadBytes)
                .SetMaxOpenFiles(OpenFiles)
                .SetWalRecoveryMode(Recovery.PointInTime)
                .SetMaxLogFileSize(InfoLogBytes)
                .SetKeepLogFileNum(2);

            // So that a write-ahead log that is gone, or shorter than it was, is told.
            Native.Instance.rocksdb_options_set_track_and_verify_wals_in_manifest(options.Handle, 1);
            return options;
        }
    }

    public static ColumnFamilies Families
    {
        get
        {
            var families = new ColumnFamilies(Options);
            foreach (var name in (string[])[DataName, LogName, MetaName, StagedName, TombstonesName])
                families.Add(name, Options);
            return families;
        }
    }

    // Index and filter blocks go through the cache as well: otherwise they grow with the data.
    private static ColumnFamilyOptions Options => new ColumnFamilyOptions()
        .SetWriteBufferSize(WriteBufferBytes)
        .SetCompression(Compression.Lz4)
        .SetBlockBasedTableFactory(new BlockBasedTableOptions()
            .SetBlockCache(BlockCache)
            .SetCacheIndexAndFilterBlocks(true)
            .SetPinL0FilterAndIndexBlocksInCache(true)
            .SetFilterPolicy(BloomFilterPolicy.Create(BloomBitsPerKey, false)));
}
