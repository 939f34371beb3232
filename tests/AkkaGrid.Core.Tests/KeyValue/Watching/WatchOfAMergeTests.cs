using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Watching;

/// <summary>
/// docs/watching.md: of everything that is told of a key, what has the greatest timestamp (then the greatest dot) is
/// what reads return. What a merge changed is not told as updates: the watcher must begin again.
/// </summary>
public sealed class WatchOfAMergeTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly VirtualNetwork _network =
        new(seed: 1, new ReplicaOptions { ExpectedReplicas = 3, LogTrimTicks = 2 }, Names);
    private readonly Dictionary<string, (WatchFeed Feed, List<WatchedUpdate> Told)> _watchers = [];
    private readonly Dictionary<string, int> _resyncs = [];

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void A_retired_member_that_comes_back_with_a_write(string retired)
    {
        var others = Names.Except([retired]).ToArray();
        Age();
        Watch();
        _network.CutOff(retired);
        _network.Put(retired, "k", "older, by the retired one");
        _network.Put(others[0], "k", "newer");
        _network.Run(1);
        _network.Retire(others[1], retired);
        _network.Put(others[0], "gone", "1");
        _network.Delete(others[0], "gone");
        _network.Run(10);

        Meet();

        Assert.Equal(2, _network["a"].Read("k").Versions.Length);
    }

    [Theory]
    [InlineData("a", false)]
    [InlineData("b", true)]
    [InlineData("c", true)]
    public void A_restored_backup_that_writes_what_was_deleted_meanwhile(string restored, bool isWinner)
    {
        _network.Put("a", "k", "1");
        _network.Run(5);
        var backup = _network[restored].Disk.Clone();
        _network.Delete("b", "k");
        _network.Run(10);
        Age();
        Watch();
        _network.CutOff(restored);
        _network.Restore(restored, backup);
        if (!isWinner)
            _network.Put(Names.Except([restored]).First(), "k", "by another");
        _network.Put(restored, "k", "by the restored one");

        Meet();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("c")]
    public void A_lost_disk_that_is_filled_again(string lost)
    {
        Age();
        _network.Put("b", "k", "1");
        _network.Run(5);
        Watch();
        _network.LoseDisk(lost);
        _network.Put("b", "k", "2");

        Meet();
    }

    [Fact]
    public void Where_nothing_is_merged_nobody_has_to_begin_again()
    {
        Age();
        Watch();
        _network.CutOff("c");
        _network.Put("c", "k", "by c");
        _network.Put("a", "k", "by a");

        Meet();

        Assert.All(_resyncs.Values, resyncs => Assert.Equal(0, resyncs));
    }

    /// <summary>Gives the set a past of which something is collected.</summary>
    private void Age()
    {
        _network.Put("a", "past", "1");
        _network.Delete("a", "past");
        _network.Run(10);
    }

    private void Watch()
    {
        foreach (var name in Names)
        {
            _watchers[name] = (WatchFeed.After(_network[name].Disk, "", _network[name].Disk.State), Present(name));
            _resyncs[name] = 0;
        }
    }

    /// <summary>What a watcher is told at its beginning: all versions that its replica holds.</summary>
    private List<WatchedUpdate> Present(string name) =>
    [
        .. from item in _network[name].Disk.Scan(Keyspace.User, "", null)
           from version in item.Value.Versions
           select new WatchedUpdate(
               version.Dot,
               version.Timestamp,
               [new Mutation(item.Key, version.Value)],
               WatchCursor.Of(_network[name].Disk.State.Clock)),
    ];

    /// <summary>
    /// Lets all reach each other, with every watcher reading on after each tick, and compares what they were told with
    /// reads.
    /// </summary>
    private void Meet()
    {
        _network.HealAll();
        for (var tick = 0; tick < 60; tick++)
        {
            _network.Run(1);
            foreach (var name in Names)
            {
                Read(name);
                AssertToldIsRead(name);
            }
        }

        _network.AssertSame();
    }

    private void Read(string name)
    {
        var (feed, told) = _watchers[name];
        var stretch = feed.Read();
        told.AddRange(stretch.Updates);
        if (!stretch.IsGap && WatchCursor.TryParse(feed.Cursor.ToString(), out var cursor)
            && WatchFeed.TryResume(_network[name].Disk, "", cursor, out var resumed))
        {
            _watchers[name] = (resumed, told);
            return;
        }

        _resyncs[name]++;
        _watchers[name] = (WatchFeed.After(_network[name].Disk, "", _network[name].Disk.State), Present(name));
    }

    private void AssertToldIsRead(string name)
    {
        var last = from update in _watchers[name].Told
                   from change in update.Changes
                   group (update, change) by change.Key into changes
                   select changes.MaxBy(told => new KeyVersion(told.update.Dot, told.update.Timestamp, null));
        foreach (var (update, change) in last)
        {
            var winner = _network[name].Disk.Read(change.Key).Winner;
            Assert.Equal(winner?.Value, change.Value);
            Assert.True(winner is null || winner.Dot == update.Dot);
        }
    }
}
