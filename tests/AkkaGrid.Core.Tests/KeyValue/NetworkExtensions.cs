using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue;

/// <summary>Steps that many stories share.</summary>
internal static class NetworkExtensions
{
    /// <summary>Cuts a replica off from all others, in both directions.</summary>
    public static void CutOff(this VirtualNetwork network, string name)
    {
        network.Drain();
        foreach (var other in network.Replicas.Keys.Where(other => other.Value != name))
        {
            network.Cut(name, other.Value);
            network.Cut(other.Value, name);
        }
    }

    /// <summary>
    /// Lets only those replicas reach each other that stand together in one part, each named by one letter.
    /// </summary>
    public static void Partition(this VirtualNetwork network, params string[] parts)
    {
        network.Drain();
        network.HealAll();
        foreach (var one in network.Replicas.Keys)
        {
            foreach (var other in network.Replicas.Keys.Where(other =>
                other != one && !parts.Any(part => part.Contains(one.Value) && part.Contains(other.Value))))
                network.Cut(one.Value, other.Value);
        }
    }

    /// <summary>Lets time pass until a condition holds.</summary>
    public static void RunUntil(this VirtualNetwork network, Func<bool> condition, int ticks = 200)
    {
        for (var i = 0; i < ticks && !condition(); i++)
            network.Run(1);
        Assert.True(condition());
    }

    public static Dot Put(this VirtualNetwork network, string name, string key, string value) =>
        network[name].Put(key, value, network.Now);

    public static Dot Delete(this VirtualNetwork network, string name, string key) =>
        network[name].Write(WriteConcern.Local, network.Now, (key, null));

    /// <summary>Retires a member, and waits until all that can be reached know of it.</summary>
    public static void Retire(this VirtualNetwork network, string asked, string name, bool isForced = false)
    {
        var request = network[asked].Retire(name, isForced);
        network.RunUntil(() => network[asked].Retirements.ContainsKey(request));
        Assert.Null(network[asked].Retirements[request]);
    }

    /// <summary>Takes a stopped replica out of the network, with its disk.</summary>
    public static VirtualReplica Stop(this VirtualNetwork network, string name)
    {
        network.Drain();
        Assert.True(network.Replicas.Remove(ReplicaId.Create(name), out var stopped));
        return stopped;
    }

    /// <summary>Whether all replicas have delivered the same.</summary>
    public static bool HasConverged(this VirtualNetwork network) =>
        network.Replicas.Values.All(replica =>
            replica.Disk.State.Clock.Equals(network.Replicas.Values.First().Disk.State.Clock));

    /// <summary>Asserts that all replicas have delivered the same, hold the same, and hold nothing up.</summary>
    public static void AssertSame(this VirtualNetwork network)
    {
        network.AssertSameLiveContent();
        var first = network.Replicas.Values.First();
        Assert.All(network.Replicas.Values, replica =>
        {
            Assert.Equal(first.Content(), replica.Content());
            Assert.Null(replica.Core.Status().BlockedBy);
        });
    }

    /// <summary>
    /// Asserts that all replicas have delivered the same, and that reads return the same; tombstones may differ.
    /// </summary>
    public static void AssertSameLiveContent(this VirtualNetwork network)
    {
        var first = network.Replicas.Values.First();
        Assert.All(network.Replicas.Values, replica =>
        {
            Assert.True(replica.Core.IsAdmitted);
            Assert.Equal(first.Disk.State.Clock, replica.Disk.State.Clock);
            Assert.Equal(first.LiveContent(), replica.LiveContent());
            Assert.Equal(first.Disk.State.Digest, replica.Disk.State.Digest);
            Assert.Equal(0, replica.Core.Status().StashCount);
        });
    }

    /// <summary>All keys with their live versions, and whether one of those wins.</summary>
    public static string LiveContent(this VirtualReplica replica) => string.Join(
        "\n",
        from item in replica.Disk.Scan(Keyspace.User, "", null)
        let live = item.Value.Versions.Where(version => version.Value is not null).Select(Describe).ToList()
        where live.Count > 0
        select $"{item.Key}: {(item.Value.Winner!.Value is null ? "deleted beside " : "")}{string.Join(" | ", live)}");

    /// <summary>All keys with their versions, names and identities included.</summary>
    public static string Content(this VirtualReplica replica) => string.Join(
        "\n",
        replica.Disk.Scan(Keyspace.User, "", null)
            .Select(item => $"{item.Key}: {string.Join(" | ", item.Value.Versions.Select(Describe))}"));

    /// <summary>The values of all live versions of a key, the winner first.</summary>
    public static string[] Values(this VirtualReplica replica, string key) =>
        [.. replica.Read(key).Versions.Where(version => version.Value is not null).Select(version => version.Text()!)];

    /// <summary>The value as text; null for a tombstone.</summary>
    public static string? Text(this KeyVersion version) =>
        version.Value is { } value ? Encoding.UTF8.GetString(value.Bytes.Span) : null;

    private static string Describe(KeyVersion version) =>
        $"{version.Dot} ({version.Identity}) {version.Timestamp.Ticks} {version.Text() ?? "deleted"}";
}
