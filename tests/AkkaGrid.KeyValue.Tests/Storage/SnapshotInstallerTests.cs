using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class SnapshotInstallerTests : IDisposable
{
    private static readonly Dot Mine = new(Samples.A, 9);
    private static readonly Dot Theirs = new(Samples.B, 9);
    private static readonly Dot Own = new(Samples.A, 10);

    private readonly TemporaryFolder _folder = new();
    private readonly DiskNames _names = new();
    private readonly OpenDatabase _database;
    private readonly RecordCodec _codec;

    public SnapshotInstallerTests()
    {
        _database = OpenDatabase.Open(_folder.Path, Durability.Os, Columns.DatabaseOptions);
        _codec = new RecordCodec(_names);
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
        Write([.. both, ("changed", Of(Mine, "old")), ("gone", Of(Mine, "old")), ("own", Of(Own, "own"))], []);
        Write([], [.. both, ("changed", Of(Theirs, "new")), ("new", Of(Theirs, "new"))]);

        Assert.Equal(3, Install());

        Assert.Equal("new", Read("changed"));
        Assert.Equal("new", Read("new"));
        Assert.Equal("own", Read("own"));
        Assert.Null(Read("gone"));
        Assert.Equal("same", Read("same4999"));
    }

    [Fact]
    public void Merging_again_what_is_merged_writes_nothing()
    {
        var theirs = Enumerable.Range(0, 2_500).Select(i => ($"k{i}", Of(Theirs, new string('v', 5_000)))).ToArray();
        Write([("removed", Of(Mine, "old"))], theirs);

        Assert.Equal(2_501, Install());
        Write([], theirs);
        Assert.Equal(0, Install());
    }

    private static VersionSet Of(Dot dot, string value) => VersionSet.Of(Samples.Version(dot, dot.Sequence, value));

    /// <summary>Merges the cut of a sender that has what "a" wrote up to 9.</summary>
    private long Install()
    {
        var state = Changes.State(Own);
        var there = new ReplicaCut(VectorClock.Of(Mine, Theirs), VectorClock.Empty, default, default);
        var installer = new SnapshotInstaller(_database, _names, _codec);
        installer.Install(new PendingInstall(new Installation(state.Cut, there, Own), state, null, Own, state.Digest));
        return installer.Written;
    }

    private string? Read(string key) => Samples.Text(_codec.ReadVersions(_database, Samples.Key(key), null));

    private void Write((string Key, VersionSet Versions)[] data, (string Key, VersionSet Versions)[] staged)
    {
        using var batch = new ChangeBatch(_database, _names);
        batch.Put(
            Changes.Of(1) with
            {
                Versions = data.ToDictionary(item => Samples.Key(item.Key), item => item.Versions),
                Staged = [.. staged.Select(item => KeyValuePair.Create(Samples.Key(item.Key), item.Versions))],
            },
            ReplicaState.Initial);
        batch.Write();
    }
}
