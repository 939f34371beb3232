namespace AkkaGrid.Core.Naming;

/// <summary>
/// The order in which people expect numbered names: <c>node2</c> before <c>node10</c>. Total: only equal names compare
/// as equal.
/// </summary>
/// <remarks>.NET's own <c>CompareOptions.NumericOrdering</c> needs ICU, which not every machine has.</remarks>
public sealed class NaturalOrder : IComparer<string>
{
    private NaturalOrder()
    {
    }

    /// <summary>The one instance.</summary>
    public static NaturalOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var order = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                ? CompareNumbers(Number(ref left), Number(ref right))
                : Next(ref left).CompareTo(Next(ref right));
            if (order != 0)
                return order;
        }

        return left.IsEmpty != right.IsEmpty ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(x, y);
    }

    // The digits may be more than any type of number holds: the longer one is the greater one.
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);

    private static ReadOnlySpan<char> Number(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits.TrimStart('0');
    }

    private static char Next(ref ReadOnlySpan<char> text)
    {
        var next = text[0];
        text = text[1..];
        return next;
    }
}
