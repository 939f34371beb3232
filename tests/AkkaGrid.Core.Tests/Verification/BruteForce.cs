using AkkaGrid.Core.Verification;

namespace AkkaGrid.Core.Tests.Verification;

/// <summary>
/// CC and CCv straight from the definitions, by trying every causal order, every linearisation and every arbitration.
/// For histories of up to seven operations.
/// </summary>
internal sealed class BruteForce
{
    private static readonly Dictionary<string, List<int[]>> OrdersOfShape = [];

    private readonly IReadOnlyList<Operation> _operations;
    private readonly List<int[]> _orders;

    public BruteForce(IReadOnlyList<Operation> operations)
    {
        _operations = operations;
        var shape = string.Join(",", operations.Select(operation => operation.Session));
        if (!OrdersOfShape.TryGetValue(shape, out var orders))
            OrdersOfShape[shape] = orders = [.. CausalOrders(operations)];
        _orders = orders;
    }

    /// <summary>
    /// There is a causal order in which each operation has a linearisation of its past that explains it.
    /// </summary>
    public bool IsCausal => _orders.Exists(pasts => Enumerable.Range(0, _operations.Count).All(operation =>
        _operations[operation].Reads.Count == 0 || HasLinearisation(operation, pasts, 0, [])));

    /// <summary>
    /// There is a causal order and one arbitration of all operations in which each read returns the last write of its
    /// past.
    /// </summary>
    public bool IsCausallyConvergent => _orders.Exists(pasts => HasArbitration(pasts, 0, []));

    /// <summary>All transitive orders that hold the session orders; per operation its past, as bits.</summary>
    private static IEnumerable<int[]> CausalOrders(IReadOnlyList<Operation> operations)
    {
        var count = operations.Count;
        var pasts = new int[count];
        var pairs = new List<(int, int)>();
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (operations[i].Session == operations[j].Session)
                    pasts[i] |= 1 << j;
                else
                    pairs.Add((j, i));
            }
        }

        return Extend(0);

        IEnumerable<int[]> Extend(int pair)
        {
            if (pair == pairs.Count)
            {
                if (IsTransitive(pasts))
                    yield return (int[])pasts.Clone();
                yield break;
            }

            var (i, j) = pairs[pair];
            foreach (var order in Extend(pair + 1))
                yield return order;
            foreach (var (before, after) in new[] { (i, j), (j, i) })
            {
                pasts[after] |= 1 << before;
                foreach (var order in Extend(pair + 1))
                    yield return order;
                pasts[after] &= ~(1 << before);
            }
        }
    }

    private static bool IsTransitive(int[] pasts)
    {
        for (var i = 0; i < pasts.Length; i++)
        {
            for (var j = 0; j < pasts.Length; j++)
            {
                if ((pasts[i] >> j & 1) == 1 && ((pasts[j] & ~pasts[i]) != 0 || (pasts[j] >> i & 1) == 1))
                    return false;
            }
        }

        return true;
    }

    private bool HasLinearisation(int reader, int[] pasts, int placed, List<int> line)
    {
        if (placed == pasts[reader])
            return Explains(reader, line);
        for (var next = 0; next < _operations.Count; next++)
        {
            if ((pasts[reader] >> next & 1) == 0 || (placed >> next & 1) == 1 || (pasts[next] & ~placed) != 0)
                continue;
            line.Add(next);
            var found = HasLinearisation(reader, pasts, placed | 1 << next, line);
            line.RemoveAt(line.Count - 1);
            if (found)
                return true;
        }

        return false;
    }

    private bool HasArbitration(int[] pasts, int placed, List<int> line)
    {
        if (line.Count == _operations.Count)
            return true;
        for (var next = 0; next < _operations.Count; next++)
        {
            if ((placed >> next & 1) == 1 || (pasts[next] & ~placed) != 0)
                continue;
            if (!Explains(next, line.Where(operation => (pasts[next] >> operation & 1) == 1)))
                continue;
            line.Add(next);
            var found = HasArbitration(pasts, placed | 1 << next, line);
            line.RemoveAt(line.Count - 1);
            if (found)
                return true;
        }

        return false;
    }

    private bool Explains(int reader, IEnumerable<int> line)
    {
        var before = line.ToList();
        foreach (var read in _operations[reader].Reads)
        {
            var seen = read.Versions[0];
            var last = before.FindLast(
                operation => _operations[operation].Writes.Any(write => write.Key == read.Key), -1);
            var writer = last < 0 ? null : _operations[last];
            var value = writer?.Writes.First(write => write.Key == read.Key).Value;
            if (value != seen.Value || (seen.Dot is not null && seen.Dot != writer?.Dot))
                return false;
        }

        return true;
    }
}

file static class Lists
{
    public static int FindLast(this List<int> list, Predicate<int> match, int none)
    {
        var index = list.FindLastIndex(match);
        return index < 0 ? none : list[index];
    }
}
