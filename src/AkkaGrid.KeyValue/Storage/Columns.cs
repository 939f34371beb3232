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
    private const ulong BlockCacheBytes = 64 << 20;
    private const int BloomBitsPerKey = 10;

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

    public static DbOptions DatabaseOptions => new DbOptions()
        .SetCreateIfMissing()
        .SetCreateMissingColumnFamilies()
        .SetKeepLogFileNum(2);

    public static ColumnFamilies Families
    {
        get
        {
            var cache = Cache.CreateLru(BlockCacheBytes);
            var families = new ColumnFamilies(Options(cache));
            foreach (var name in (string[])[DataName, LogName, MetaName, StagedName, TombstonesName])
                families.Add(name, Options(cache));
            return families;
        }
    }

    private static ColumnFamilyOptions Options(Cache cache) => new ColumnFamilyOptions()
        .SetWriteBufferSize(WriteBufferBytes)
        .SetBlockBasedTableFactory(new BlockBasedTableOptions()
            .SetBlockCache(cache)
            .SetFilterPolicy(BloomFilterPolicy.Create(BloomBitsPerKey, false)));
}
