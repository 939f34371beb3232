using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

/// <summary>A message of a random run, and what its replica had delivered before it.</summary>
internal sealed record CausalMessage(Dot Dot, VectorClock Dependencies)
{
    /// <summary>The place of its arrival where all arrive out of order, though not by much.</summary>
    public int Disorder { get; init; }
}

/// <summary>
/// Random runs of replicas that write and deliver: each message depends on what its replica had delivered.
/// </summary>
internal static class Executions
{
    public static readonly Gen<List<CausalMessage>> All =
        Gen.Select(Gen.Int, Gen.Int[1, 5], Gen.Int[1, 30])
            .Select((seed, replicas, count) => Random(new Random(seed), replicas, count));

    public static List<CausalMessage> Random(Random random, int replicas, int count)
    {
        var clocks = Enumerable.Repeat(VectorClock.Empty, replicas).ToArray();
        var messages = new List<CausalMessage>();
        while (messages.Count < count)
        {
            var replica = random.Next(replicas);
            var other = random.Next(replicas);
            clocks[replica] = clocks[replica].Join(random.Next(2) == 0 ? clocks[other] : VectorClock.Empty);
            var dot = new Dot(Origin(replica), clocks[replica][Origin(replica)] + 1);
            messages.Add(new CausalMessage(dot, clocks[replica]) { Disorder = messages.Count + random.Next(200) });
            clocks[replica] = clocks[replica].With(dot);
        }

        return messages;
    }

    public static List<CausalMessage> Arrivals(
        List<CausalMessage> execution, Random random, double loss, double duplication)
    {
        var arrivals = execution.Where(_ => random.NextDouble() >= loss).ToList();
        arrivals.AddRange(arrivals.Where(_ => random.NextDouble() < duplication).ToList());
        var shuffled = arrivals.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    public static Incarnation Origin(int i) => new(ReplicaId.Create($"r{i:d2}"), 1 + (ulong)i);
}
