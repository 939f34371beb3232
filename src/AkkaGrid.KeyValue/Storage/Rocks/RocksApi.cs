using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// All that crosses is as it is in memory: so the calls are compiled with the rest, not at the start of each process.
[assembly: DisableRuntimeMarshalling]

namespace AkkaGrid.KeyValue.Storage.Rocks;

/// <summary>
/// The functions of RocksDB that the store uses, under their own names: include/rocksdb/c.h says what each does. What
/// can fail sets <c>error</c> to a message, which <see cref="RocksException.ThrowIfFailed"/> takes.
/// </summary>
internal static partial class RocksApi
{
    private const string Library = "rocksdb";

    [LibraryImport(Library)]
    public static partial void rocksdb_free(nint memory);

    [LibraryImport(Library)]
    public static partial nint rocksdb_options_create();

    [LibraryImport(Library)]
    public static partial void rocksdb_options_destroy(nint options);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_create_if_missing(RocksOptions options, byte value);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_create_missing_column_families(RocksOptions options, byte value);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_db_write_buffer_size(RocksOptions options, nuint bytes);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_max_total_wal_size(RocksOptions options, ulong bytes);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_max_open_files(RocksOptions options, int count);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_wal_recovery_mode(RocksOptions options, int mode);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_track_and_verify_wals_in_manifest(RocksOptions options, byte value);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_max_log_file_size(RocksOptions options, nuint bytes);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_keep_log_file_num(RocksOptions options, nuint count);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_write_buffer_size(RocksOptions options, nuint bytes);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_compression(RocksOptions options, int algorithm);

    [LibraryImport(Library)]
    public static partial void rocksdb_options_set_block_based_table_factory(RocksOptions options, nint tableOptions);

    [LibraryImport(Library)]
    public static partial nint rocksdb_block_based_options_create();

    [LibraryImport(Library)]
    public static partial void rocksdb_block_based_options_destroy(nint tableOptions);

    [LibraryImport(Library)]
    public static partial void rocksdb_block_based_options_set_block_cache(nint tableOptions, nint cache);

    [LibraryImport(Library)]
    public static partial void rocksdb_block_based_options_set_cache_index_and_filter_blocks(
        nint tableOptions, byte value);

    [LibraryImport(Library)]
    public static partial void rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache(
        nint tableOptions, byte value);

    [LibraryImport(Library)]
    public static partial void rocksdb_block_based_options_set_filter_policy(nint tableOptions, nint policy);

    [LibraryImport(Library)]
    public static partial nint rocksdb_filterpolicy_create_bloom_full(double bitsPerKey);

    [LibraryImport(Library)]
    public static partial nint rocksdb_cache_create_lru(nuint bytes);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rocksdb_open_column_families(
        RocksOptions options,
        string directory,
        int count,
        string[] names,
        nint[] familyOptions,
        [In, Out] nint[] families,
        out nint error);

    [LibraryImport(Library)]
    public static partial void rocksdb_column_family_handle_destroy(nint family);

    [LibraryImport(Library)]
    public static partial void rocksdb_close(nint database);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rocksdb_property_value_cf(nint database, nint family, string name);

    [LibraryImport(Library)]
    public static partial nint rocksdb_writeoptions_create();

    [LibraryImport(Library)]
    public static partial void rocksdb_writeoptions_destroy(nint options);

    [LibraryImport(Library)]
    public static partial void rocksdb_writeoptions_set_sync(nint options, byte value);

    [LibraryImport(Library)]
    public static partial void rocksdb_write(nint database, nint options, nint batch, out nint error);

    [LibraryImport(Library)]
    public static partial nint rocksdb_writebatch_create();

    [LibraryImport(Library)]
    public static partial void rocksdb_writebatch_destroy(nint batch);

    [LibraryImport(Library)]
    public static partial void rocksdb_writebatch_put_cf(
        nint batch, nint family, ReadOnlySpan<byte> key, nuint keyBytes, ReadOnlySpan<byte> value, nuint valueBytes);

    [LibraryImport(Library)]
    public static partial void rocksdb_writebatch_delete_cf(
        nint batch, nint family, ReadOnlySpan<byte> key, nuint keyBytes);

    [LibraryImport(Library)]
    public static partial void rocksdb_writebatch_delete_range_cf(
        nint batch, nint family, ReadOnlySpan<byte> from, nuint fromBytes, ReadOnlySpan<byte> to, nuint toBytes);

    [LibraryImport(Library)]
    public static partial nint rocksdb_readoptions_create();

    [LibraryImport(Library)]
    public static partial void rocksdb_readoptions_destroy(nint options);

    [LibraryImport(Library)]
    public static partial void rocksdb_readoptions_set_snapshot(nint options, nint snapshot);

    [LibraryImport(Library)]
    public static partial nint rocksdb_create_snapshot(nint database);

    [LibraryImport(Library)]
    public static partial void rocksdb_release_snapshot(nint database, nint snapshot);

    [LibraryImport(Library)]
    public static partial nint rocksdb_get_pinned_cf(
        nint database, nint options, nint family, ReadOnlySpan<byte> key, nuint keyBytes, out nint error);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint rocksdb_pinnableslice_value(nint slice, out nuint bytes);

    [LibraryImport(Library)]
    public static partial void rocksdb_pinnableslice_destroy(nint slice);

    [LibraryImport(Library)]
    public static partial nint rocksdb_create_iterator_cf(nint database, nint options, nint family);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_destroy(nint iterator);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_seek(nint iterator, ReadOnlySpan<byte> key, nuint keyBytes);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_seek_to_first(nint iterator);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_next(nint iterator);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial byte rocksdb_iter_valid(nint iterator);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint rocksdb_iter_key(nint iterator, out nuint bytes);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint rocksdb_iter_value(nint iterator, out nuint bytes);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_get_error(nint iterator, out nint error);

    [LibraryImport(Library)]
    public static partial nint rocksdb_checkpoint_object_create(nint database, out nint error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void rocksdb_checkpoint_create(
        nint checkpoint, string directory, ulong logBytesThatFlush, out nint error);

    [LibraryImport(Library)]
    public static partial void rocksdb_checkpoint_object_destroy(nint checkpoint);
}
