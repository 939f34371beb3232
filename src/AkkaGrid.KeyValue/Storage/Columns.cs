using AkkaGrid.KeyValue.Storage.Rocks;
using static AkkaGrid.KeyValue.Storage.Rocks.RocksApi;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>The column families of a replica's database, and how they are tuned: for bounded memory first.</summary>
internal sealed class Columns(RocksDatabase database)
{
    /// <summary>
    /// The names of the column families, in the order in which the database is opened with them. RocksDB asks for the
    /// first.
    /// </summary>
    public static readonly string[] Names = ["default", "data", "log", "meta", "staged", "tombstones"];

    private const int WriteBufferBytes = 16 << 20;
    private const int AllWriteBuffersBytes = 64 << 20;
    private const int WriteAheadBytes = 64 << 20;
    private const int BlockCacheBytes = 64 << 20;
    private const int OpenFiles = 512;
    private const int BloomBitsPerKey = 10;
    private const int InfoLogBytes = 10 << 20;
    private const int InfoLogs = 2;
    private const int PointInTimeRecovery = 2;
    private const int Lz4 = 4;
    private const byte Yes = 1;

    // One for the process, whatever is opened in it and how often.
    private static readonly nint BlockCache = rocksdb_cache_create_lru(BlockCacheBytes);

    /// <summary>The versions of each key.</summary>
    public ColumnFamily Data { get; } = database.Family(1);

    /// <summary>The delivered updates, by dot.</summary>
    public ColumnFamily Log { get; } = database.Family(2);

    /// <summary>The replica's name and state, and the names of incarnations.</summary>
    public ColumnFamily Meta { get; } = database.Family(3);

    /// <summary>A snapshot that arrives.</summary>
    public ColumnFamily Staged { get; } = database.Family(4);

    /// <summary>Where tombstones were left, by dot, until they are swept.</summary>
    public ColumnFamily Tombstones { get; } = database.Family(5);

    /// <summary>Options of the database as a whole.</summary>
    public static RocksOptions DatabaseOptions
    {
        get
        {
            var options = new RocksOptions();
            rocksdb_options_set_create_if_missing(options, Yes);
            rocksdb_options_set_create_missing_column_families(options, Yes);
            rocksdb_options_set_db_write_buffer_size(options, AllWriteBuffersBytes);
            rocksdb_options_set_max_total_wal_size(options, WriteAheadBytes);
            rocksdb_options_set_max_open_files(options, OpenFiles);
            rocksdb_options_set_wal_recovery_mode(options, PointInTimeRecovery);
            rocksdb_options_set_max_log_file_size(options, InfoLogBytes);
            rocksdb_options_set_keep_log_file_num(options, InfoLogs);

            // So that a write-ahead log that is gone, or shorter than it was, is told.
            rocksdb_options_set_track_and_verify_wals_in_manifest(options, Yes);
            return options;
        }
    }

    /// <summary>Options of each column family.</summary>
    public static RocksOptions FamilyOptions
    {
        get
        {
            var options = new RocksOptions();
            rocksdb_options_set_write_buffer_size(options, WriteBufferBytes);
            rocksdb_options_set_compression(options, Lz4);

            // Index and filter blocks go through the cache as well: otherwise they grow with the data.
            var table = rocksdb_block_based_options_create();
            rocksdb_block_based_options_set_block_cache(table, BlockCache);
            rocksdb_block_based_options_set_cache_index_and_filter_blocks(table, Yes);
            rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache(table, Yes);
            rocksdb_block_based_options_set_filter_policy(
                table, rocksdb_filterpolicy_create_bloom_full(BloomBitsPerKey));
            rocksdb_options_set_block_based_table_factory(options, table);
            rocksdb_block_based_options_destroy(table);
            return options;
        }
    }
}
