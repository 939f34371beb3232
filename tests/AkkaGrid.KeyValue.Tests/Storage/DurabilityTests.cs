using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Rocks;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed partial class DurabilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.Fsync, 1)]
    [InlineData(Durability.Os, 0)]
    public void A_commit_is_synced_once_before_it_returns_or_never(Durability durability, int syncs)
    {
        using var options = Columns.DatabaseOptions;
        rocksdb_options_enable_statistics(options);
        using var storage = RocksStorage.Open(_folder.Path, Samples.A.Replica, durability, () => options);
        storage.Load(default);
        storage.Commit(Changes.Of(1, ("x", "1")));
        for (var sequence = 2UL; sequence < 10; sequence++)
        {
            var before = Syncs(options);

            storage.Commit(Changes.Of(sequence, ("x", "2"), ("y", "2")));

            Assert.Equal(syncs, Syncs(options) - before);
        }
    }

    private static long Syncs(RocksOptions options)
    {
        var text = rocksdb_options_statistics_get_string(options);
        try
        {
            return long.Parse(
                WalSynced().Match(Marshal.PtrToStringUTF8(text)!).Groups["count"].Value, CultureInfo.InvariantCulture);
        }
        finally
        {
            RocksApi.rocksdb_free(text);
        }
    }

    [DllImport("rocksdb")]
    private static extern void rocksdb_options_enable_statistics(RocksOptions options);

    [DllImport("rocksdb")]
    private static extern nint rocksdb_options_statistics_get_string(RocksOptions options);

    [GeneratedRegex(@"^rocksdb\.wal\.synced COUNT : (?<count>\d+)$", RegexOptions.Multiline)]
    private static partial Regex WalSynced();
}
