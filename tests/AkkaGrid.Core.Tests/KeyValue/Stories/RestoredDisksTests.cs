using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Stories;

/// <summary>
/// A disk may go back to a backup, or become a copy of another's, at any time: what is on it is merged, what was
/// deleted meanwhile stays deleted, and all hold the same in the end.
/// </summary>
public sealed class RestoredDisksTests
{
    private readonly VirtualNetwork _network = new(
        seed: 1, new ReplicaOptions { ExpectedReplicas = 3, LogTrimTicks = 2, BaseTicks = 2 }, "a", "b", "c");

    /// <summary>
    /// Starts end between the backup and its return, in a set that is quiet otherwise; a write meanwhile knew theirs.
    /// </summary>
    [Theory]
    [InlineData("b", "c", "v2")]
    [InlineData("b", "c", null)]
    [InlineData("c", "c", "v2")]
    [InlineData("abc", "c", null)]
    [InlineData("bbb", "bc", "v2")]
    [InlineData("bacb", "ab", null)]
    public void A_backup_from_before_the_end_of_a_start_is_no_harm(string restarted, string restored, string? second)
    {
        _network.Put(restarted[..1], "k", "v1");
        _network.Run(5);
        var backups = restored.ToDictionary(name => name, name => _network[name.ToString()].Disk.Clone());
        foreach (var name in restarted)
        {
            _network.Restart(name.ToString());
            _network.Run(20);
        }

        var stopped = restored.Select(name => _network.Stop(name.ToString())).ToList();
        var writer = _network.Replicas.Keys.First().Value;
        _network[writer].Write(WriteConcern.Local, _network.Now, ("k", second));
        _network.Run(3);
        foreach (var replica in stopped)
        {
            _network.Replicas[replica.Name] = replica;
            _network.Restore(replica.Name.Value, backups[replica.Name.Value[0]]);
        }

        _network.Run(100);

        _network.AssertSame();
        Assert.Equal(second, _network["c"].Get("k"));
        Assert.InRange(_network["c"].Read("k").Versions.Length, 0, 1);
    }

    [Theory]
    [InlineData("c", "c")]
    [InlineData("c", "a")]
    [InlineData("a", "bc")]
    [InlineData("b", "abc")]
    public void A_backup_brings_nothing_back_that_was_deleted_since(string from, string to)
    {
        _network.Put("a", "gone", "1");
        _network.Put("b", "kept", "1");
        _network.Run(5);
        var backup = _network[from].Disk.Clone();
        _network.Delete("b", "gone");
        _network.Run(10);
        var isAnyLeft = to.Length < 3;

        foreach (var name in to)
            _network.Restore(name.ToString(), backup.Clone());
        _network.Put(to[..1], "new", "1");
        _network.Run(60);

        _network.AssertSame();
        Assert.Equal(
            (isAnyLeft ? null : "1", "1", "1"),
            (_network["c"].Get("gone"), _network["a"].Get("kept"), _network["a"].Get("new")));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void What_a_restored_replica_writes_before_it_meets_the_others_is_not_lost(string restored)
    {
        var other = restored == "a" ? "b" : "a";
        _network.Put(other, "gone", "1");
        _network.Put(other, "kept", "1");
        _network.Run(5);
        var backup = _network[restored].Disk.Clone();
        _network.Delete(other, "gone");
        _network.Delete(other, "both");
        _network.Put(other, "kept", "2");
        _network.Run(10);
        _network.CutOff(restored);
        _network.Restore(restored, backup);
        _network.Put(restored, "alone", "1");
        _network.Put(restored, "gone", "again");
        _network.Put(restored, "kept", "mine");
        _network.Run(5);

        _network.HealAll();
        _network.Run(60);

        _network.AssertSame();
        Assert.Equal(("1", "again"), (_network[other].Get("alone"), _network[other].Get("gone")));
        Assert.Equal(["2", "mine"], _network[other].Values("kept").Order());
    }

    /// <summary>Each copy writes, and each is overwritten where it was read.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_write_that_several_restored_copies_hold_stays_one_version(int ticks)
    {
        _network.CutOff("c");
        _network.Put("c", "alone", "1");
        var backup = _network["c"].Disk.Clone();
        Age();
        _network.HealAll();
        foreach (var name in new[] { "a", "b", "c" })
        {
            _network.CutOff(name);
            _network.Restore(name, backup.Clone());
        }

        _network.Put("a", "of a", "1");
        _network.Put("b", "of b", "1");
        Age();
        _network.HealAll();
        _network.Run(ticks);
        _network.Put("a", "of a", "2");
        _network.Run(60);

        _network.AssertSame();
        Assert.Equal(["1"], _network["b"].Values("alone"));
        Assert.Equal(["2"], _network["b"].Values("of a"));
    }

    /// <summary>
    /// The clocks have gone back, so that the write is older than a tombstone, and gets another name when it is
    /// reissued.
    /// </summary>
    [Fact]
    public void A_write_that_was_reissued_is_replaced_by_its_writer_who_has_not_heard_of_that()
    {
        Age();
        var backup = _network["c"].Disk.Clone();
        Age();
        _network.Advance(TimeSpan.FromHours(-1));
        _network.Partition("a", "bc");
        _network.Restore("b", backup.Clone());
        _network.Restore("c", backup.Clone());
        _network.Put("c", "alone", "1");
        _network.Run(5);
        _network.Partition("ab", "c");
        _network.RunUntil(() => _network["a"].Get("alone") == "1");
        Assert.True(_network["a"].Read("alone").Winner is { } winner && winner.Dot != winner.Identity);

        _network.Put("c", "alone", "2");
        _network.HealAll();
        _network.Run(60);

        _network.AssertSame();
        Assert.Equal(["2"], _network["a"].Values("alone"));
    }

    [Fact]
    public void What_was_brought_back_once_is_not_brought_back_again_from_an_older_disk()
    {
        Age();
        var old = _network["c"].Disk.Clone();
        Age();
        _network.CutOff("c");
        _network.Restore("c", old);
        _network.Put("c", "alone", "1");
        var backup = _network["c"].Disk.Clone();
        _network.HealAll();
        _network.RunUntil(() => _network["a"].Get("alone") == "1" && _network["b"].Get("alone") == "1");
        _network.Delete("b", "alone");
        _network.Run(20);

        _network.Restore("c", backup);
        _network.Run(60);

        _network.AssertSame();
        Assert.Null(_network["a"].Get("alone"));
    }

    /// <summary>
    /// Two grids with the same names, each with writes, deletes and collected tombstones, exchange their disks.
    /// </summary>
    [Theory]
    [InlineData("a")]
    [InlineData("bc")]
    [InlineData("c")]
    public void Two_histories_that_know_nothing_of_each_other_become_one(string fromTheOther)
    {
        var other = new VirtualNetwork(
            seed: 2, new ReplicaOptions { ExpectedReplicas = 3, LogTrimTicks = 2 }, "a", "b", "c");
        foreach (var network in new[] { _network, other })
        {
            var own = network == other ? "other" : "one";
            network.Put("a", "x", own);
            network.Put("b", own, "1");
            network.Put("c", "gone", own);
            network.Run(5);
            network.Delete("b", "gone");
            network.Run(40);
        }

        foreach (var name in fromTheOther)
            _network.Restore(name.ToString(), other[name.ToString()].Disk.Clone());
        _network.Run(100);

        _network.AssertSame();
        Assert.Equal(["one", "other"], _network["a"].Values("x").Order());
        Assert.Equal(
            ("1", "1", null), (_network["b"].Get("one"), _network["c"].Get("other"), _network["a"].Get("gone")));
    }

    /// <summary>Lets something be written, deleted and collected by those that reach each other.</summary>
    private void Age()
    {
        foreach (var replica in _network.Replicas.Values.Take(2))
        {
            replica.Put("past", "1", _network.Now);
            replica.Write(WriteConcern.Local, _network.Now, ("past", null));
        }

        _network.Run(12);
    }
}
