using System.Text;

namespace AkkaGrid.Core.Verification;

/// <summary>Finds the keys of a history in a range, in the order of their UTF-8 bytes.</summary>
internal sealed class KeyRanges
{
    private readonly byte[][] _keys;
    private readonly int[] _numbers;

    public KeyRanges(Names keys)
    {
        _keys = [.. Enumerable.Range(0, keys.Count).Select(number => Encoding.UTF8.GetBytes(keys[number]))];
        _numbers = [.. Enumerable.Range(0, keys.Count)];
        Array.Sort(_keys, _numbers, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));
    }

    /// <summary>The numbers of the keys in a range, in order.</summary>
    public IEnumerable<int> In(KeyRange range)
    {
        var prefix = Encoding.UTF8.GetBytes(range.Prefix);
        var after = range.After is null ? null : Encoding.UTF8.GetBytes(range.After);
        var through = range.Through is null ? null : Encoding.UTF8.GetBytes(range.Through);
        for (var i = FirstFrom(prefix); i < _keys.Length && _keys[i].AsSpan().StartsWith(prefix); i++)
        {
            if (through is not null && _keys[i].AsSpan().SequenceCompareTo(through) > 0)
                yield break;
            if (after is null || _keys[i].AsSpan().SequenceCompareTo(after) > 0)
                yield return _numbers[i];
        }
    }

    private int FirstFrom(byte[] prefix)
    {
        var (low, high) = (0, _keys.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_keys[middle].AsSpan().SequenceCompareTo(prefix) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
