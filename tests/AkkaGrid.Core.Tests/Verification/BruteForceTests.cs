using AkkaGrid.Core.Verification;

namespace AkkaGrid.Core.Tests.Verification;

/// <summary>The checker against the definitions, on random tiny histories.</summary>
[Trait("Speed", "Slow")]
public sealed class BruteForceTests
{
    private static readonly int[][] Shapes =
        [[3, 2], [2, 2, 1], [3, 3], [2, 1, 1, 1], [4, 3], [2, 2, 2], [2, 2, 1, 1], [3, 2, 1]];

    [Fact]
    public void The_verdicts_are_those_of_the_definitions()
    {
        var counts = new Dictionary<(bool, bool), int>();
        for (var seed = 0; seed < 3_000; seed++)
        {
            var history = Random(new Random(seed), namesDeletes: true);
            var expected = Expected(history);
            var verdict = Histories.Check(history);
            Assert.True(
                expected == (verdict.IsCausal, verdict.IsCausallyConvergent),
                $"seed {seed}: expected {expected}\n{Histories.Text(history)}");
            counts[expected] = counts.GetValueOrDefault(expected) + 1;
        }

        Assert.All(new[] { (true, true), (true, false), (false, false) }, verdict => Assert.True(
            counts.GetValueOrDefault(verdict) > 25, $"{verdict} came up {counts.GetValueOrDefault(verdict)} times"));
    }

    [Fact]
    public void No_history_is_blamed_that_some_choice_of_deletes_explains()
    {
        var (blamed, wrong) = (0, 0);
        for (var seed = 0; seed < 3_000; seed++)
        {
            var history = Random(new Random(seed), namesDeletes: false);
            var expected = Expected(history);
            var verdict = Histories.Check(history);
            Assert.True(
                (verdict.IsCausal || !expected.IsCausal) && (verdict.IsCausallyConvergent || !expected.IsConvergent),
                $"seed {seed}: expected {expected}\n{Histories.Text(history)}");
            wrong += expected.IsConvergent ? 0 : 1;
            blamed += verdict.IsCausallyConvergent ? 0 : 1;
        }

        Assert.True(blamed > wrong * 0.8, $"of {wrong} inconsistent histories {blamed} were found");
    }

    private static (bool IsCausal, bool IsConvergent) Expected(IReadOnlyList<Operation> history)
    {
        var definitions = new BruteForce(history);
        var isConvergent = definitions.IsCausallyConvergent;
        return (isConvergent || definitions.IsCausal, isConvergent);
    }

    /// <summary>A history whose reads return anything that was written, at one or two of two keys.</summary>
    private static List<Operation> Random(Random random, bool namesDeletes)
    {
        var shape = Shapes[random.Next(Shapes.Length)];
        var operations = new List<Operation>();
        for (var session = 0; session < shape.Length; session++)
        {
            for (var i = 0; i < shape[session]; i++)
                operations.Add(new Operation(((char)('a' + session)).ToString()));
        }

        var writes = new List<(string Key, SeenVersion Version)>();
        for (var i = 0; i < operations.Count; i++)
        {
            if (random.Next(2) == 0)
                continue;
            var dot = $"n.1:{i}";
            var keys = Keys(random);
            operations[i] = operations[i] with
            {
                Dot = namesDeletes ? dot : null,
                Writes = [.. keys.Select(key =>
                    new KeyWrite(key, random.Next(namesDeletes ? 6 : 3) == 0 ? null : i.ToString()))],
            };
            writes.AddRange(operations[i].Writes.Select(write => (
                write.Key, new SeenVersion(write.Value, write.Value is null && namesDeletes ? dot : null))));
        }

        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i].Writes.Count > 0)
                continue;
            operations[i] = operations[i] with
            {
                Reads = [.. Keys(random).Select(key => new KeyRead(key, [Any(random, key, writes, namesDeletes)]))]
            };
        }

        return operations;
    }

    private static string[] Keys(Random random) => random.Next(5) switch
    {
        0 => ["x", "y"],
        1 => ["y"],
        _ => ["x"],
    };

    /// <summary>
    /// Any version that was ever written, or a miss; where deletes have names, no miss that may be of one.
    /// </summary>
    private static SeenVersion Any(
        Random random, string key, List<(string Key, SeenVersion Version)> writes, bool namesDeletes)
    {
        var choices = writes.Where(write => write.Key == key).Select(write => write.Version).ToList();
        if (!namesDeletes || !choices.Exists(version => version.Value is null))
            choices.Add(new SeenVersion(null));
        return choices[random.Next(choices.Count)];
    }
}
