using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class DamagedFilesTests : IDisposable
{
    private const int Commits = 300;

    private readonly TemporaryFolder _folder = new();
    private readonly string _crashed;

    /// <summary>Leaves the files of a store as <c>kill -9</c> leaves them: copied while it is open.</summary>
    public DamagedFilesTests()
    {
        var live = Path.Combine(_folder.Path, "live");
        _crashed = Path.Combine(_folder.Path, "crashed");
        using var storage = Open(live);
        for (var sequence = 1UL; sequence <= Commits; sequence++)
            storage.Commit(Changes.Of(sequence, ($"k{sequence}", new string('v', 300))));
        Copy(live, _crashed);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_that_ends_in_a_torn_record_holds_all_that_was_committed_before_it()
    {
        var log = Log();
        var intact = File.ReadAllBytes(log);
        foreach (var lost in (int[])[0, 1, 6, 7, 8, 100, 200, 400, 2_000, 50_000])
        {
            File.WriteAllBytes(log, intact[..^lost]);
            HoldsAPrefix(atLeast: Commits - 1 - (lost / 300));
            Restore(log, intact);
        }
    }

    [Fact]
    public void A_log_whose_last_record_was_not_all_written_holds_all_that_was_committed_before_it()
    {
        var log = Log();
        var intact = File.ReadAllBytes(log);
        foreach (var filler in (byte[])[0, 0xff, 0x5a])
        {
            File.WriteAllBytes(log, [.. intact, .. Enumerable.Repeat(filler, 4_096)]);
            HoldsAPrefix(atLeast: Commits);
            Restore(log, intact);
            File.WriteAllBytes(log, [.. intact[..^150], .. Enumerable.Repeat(filler, 150)]);
            HoldsAPrefix(atLeast: Commits - 1);
            Restore(log, intact);
        }
    }

    [Fact]
    public void A_log_that_is_damaged_in_the_middle_is_refused_and_not_cut_short()
    {
        var log = Log();
        var intact = File.ReadAllBytes(log);
        foreach (var place in (int[])[20, intact.Length / 3, intact.Length / 2, intact.Length - 2_000])
        {
            var damaged = (byte[])intact.Clone();
            damaged[place] ^= 0x10;
            File.WriteAllBytes(log, damaged);

            IsRefusedAsDamaged();
        }
    }

    [Theory]
    [InlineData("CURRENT")]
    [InlineData("MANIFEST-*")]
    [InlineData("*.sst")]
    public void A_file_that_is_gone_or_cut_short_is_refused_as_damage(string pattern)
    {
        Reopen();
        var file = Directory.GetFiles(_crashed, pattern).Order().First();
        var intact = File.ReadAllBytes(file);

        File.WriteAllBytes(file, intact[..(intact.Length / 2)]);
        IsRefusedAsDamaged();
        File.Delete(file);
        IsRefusedAsDamaged();

        File.WriteAllBytes(file, intact);
        HoldsAPrefix(Commits);
    }

    [Fact]
    public void A_damaged_block_is_told_where_it_is_read_and_the_rest_stays_readable()
    {
        Reopen();
        var file = new DirectoryInfo(_crashed).GetFiles("*.sst").MaxBy(file => file.Length)!.FullName;
        var damaged = File.ReadAllBytes(file);
        damaged[1_000] ^= 0x10;
        File.WriteAllBytes(file, damaged);
        using var storage = Open(_crashed);

        var failures = Enumerable.Range(1, Commits)
            .Select(i => Record.Exception(() => storage.Read(Samples.Key($"k{i}"))))
            .ToList();

        Assert.InRange(failures.Count(failure => failure is not null), 1, Commits - 1);
        Assert.All(failures.OfType<Exception>(), NamesTheDirectoryAndARemedy);
        NamesTheDirectoryAndARemedy(Assert.ThrowsAny<Exception>(() => storage.Scan(Keyspace.User, "", null).Count()));
    }

    private static RocksStorage Open(string directory) =>
        RocksStorage.Open(directory, Samples.A.Replica, Durability.Fsync);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(file => Path.GetFileName(file) != "LOCK"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>The write-ahead log, which holds all that was committed.</summary>
    private string Log() => new DirectoryInfo(_crashed).GetFiles("0*.log").MaxBy(file => file.Length)!.FullName;

    /// <summary>Opens the store and closes it, which moves what was in the log into tables.</summary>
    private void Reopen() => Open(_crashed).Dispose();

    private void Restore(string log, byte[] intact)
    {
        var live = Path.Combine(_folder.Path, "live");
        Directory.Delete(_crashed, recursive: true);
        Copy(live, _crashed);
        File.WriteAllBytes(log, intact);
    }

    private void HoldsAPrefix(int atLeast)
    {
        using var storage = Open(_crashed);
        var last = storage.State.Clock[Samples.A];
        Assert.InRange(last, (ulong)atLeast, (ulong)Commits);
        for (var sequence = 1; sequence <= Commits; sequence++)
            Assert.Equal(sequence > (int)last, storage.Read(Samples.Key($"k{sequence}")).IsEmpty);
    }

    private void IsRefusedAsDamaged() =>
        NamesTheDirectoryAndARemedy(Assert.Throws<StorageException>(() => Open(_crashed).Dispose()));

    private void NamesTheDirectoryAndARemedy(Exception error)
    {
        Assert.IsType<StorageException>(error);
        Assert.Contains($"'{_crashed}' is damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains("Restore a backup of it, or delete it", error.Message, StringComparison.Ordinal);
    }
}
