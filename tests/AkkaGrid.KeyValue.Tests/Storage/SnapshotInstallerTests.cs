using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class SnapshotInstallerTests : IDisposable
{
    private static readonly Dot Mine = new(Samples.A, 9);
    private static readonly Dot Theirs = new(Samples.B, 9);

    private readonly TemporaryFolder _folder = new();
    private readonly OpenDatabase _database;
    private readonly RecordCodec _codec;

    public SnapshotInstallerTests()
    {
        _database = OpenDatabase.Open(_folder.Path, Durability.Os, Columns.DatabaseOptions);
        _codec = new RecordCodec(KnownNames.Noted());
    }

    public void Dispose()
    {
        _database.Close();
        _folder.Dispose();
    }

    [Fact]
    public void Only_keys_that_differ_are_written()
    {
        var both = Enumerable.Range(0, 5_000).Select(i => ($"same{i:d4}", Of(Mine, "same"))).ToArray();
        Write([.. both, ("changed", Of(Mine, "old")), ("gone", Of(Mine, "old")), ("own", Of(new Dot(Samples.A, 10), "own"))], []);
        Write([], [.. both, ("changed", Of(Theirs, "new")), ("new", Of(Theirs, "new"))]);

        var written = new SnapshotInstaller(_database, _codec)
            .Install(Changes.Merging(VectorClock.Of(Mine, Theirs)), Coverage.Of(VectorClock.Of(new Dot(Samples.A, 10))));

        Assert.Equal(3, written);
        Assert.Equal("new", Read("changed"));
        Assert.Equal("new", Read("new"));
        Assert.Equal("own", Read("own"));
        Assert.Null(Read("gone"));
        Assert.Equal("same", Read("same4999"));
    }

    [Fact]
    public void Merging_again_what_is_merged_writes_nothing()
    {
        Write([("removed", Of(Mine, "old"))], [.. Enumerable.Range(0, 2_500).Select(i => ($"k{i}", Of(Theirs, new string('v', 5_000))))]);
        var installer = new SnapshotInstaller(_database, _codec);

        Assert.Equal(2_501, installer.Install(Changes.Merging(VectorClock.Of(Mine, Theirs)), Coverage.Of(VectorClock.Of(Mine))));
        Assert.Equal(0, installer.Install(Changes.Merging(VectorClock.Of(Mine, Theirs)), Coverage.Of(VectorClock.Of(Mine))));
    }

    private static VersionSet Of(Dot dot, string value) => VersionSet.Of(Samples.Version(dot, dot.Sequence, value));

    private string? Read(string key) => Samples.Text(_codec.ReadVersions(_database, Samples.Key(key), null));

    private void Write((string Key, VersionSet Versions)[] data, (string Key, VersionSet Versions)[] staged)
    {
        using var batch = new ChangeBatch(_database.Columns);
        batch.Put(Changes.Of(1) with
        {
            Versions = data.ToDictionary(item => Samples.Key(item.Key), item => item.Versions),
            Staged = [.. staged.Select(item => KeyValuePair.Create(Samples.Key(item.Key), item.Versions))],
        }, ReplicaState.Initial);
        _database.Write(batch.Batch);
    }
}
