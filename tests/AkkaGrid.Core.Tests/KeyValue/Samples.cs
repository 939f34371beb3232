using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Tests.KeyValue;

/// <summary>Names and updates that the tests share.</summary>
internal static class Samples
{
    public static readonly Incarnation A = new(ReplicaId.Create("a"), 0xA1);
    public static readonly Incarnation B = new(ReplicaId.Create("b"), 0xB2);
    public static readonly Incarnation C = new(ReplicaId.Create("c"), 0xC3);

    public static Key Key(string name) => Core.KeyValue.Key.Create(Keyspace.User, name);

    public static Mutation Put(string key, string value) =>
        new(Key(key), new Value(Encoding.UTF8.GetBytes(value), "text/plain"));

    public static Update Update(Dot dot, params Mutation[] mutations) =>
        new(dot, VectorClock.Empty, new HybridTimestamp(dot.Sequence), [.. mutations.DefaultIfEmpty(Put("x", "1"))]);
}
