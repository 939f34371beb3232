namespace AkkaGrid.Core.Verification;

/// <summary>Counts violations and keeps the first of each pattern.</summary>
internal sealed class FindingLog
{
    private const int KeptPerPattern = 10;

    private readonly List<Finding> _findings = [];
    private readonly SortedDictionary<BadPattern, long> _counts = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public IReadOnlyDictionary<BadPattern, long> Counts => _counts;

    /// <summary>Notes a violation; it is put into words only where it is kept.</summary>
    public void Add(BadPattern pattern, Func<Finding> tell)
    {
        var count = _counts.GetValueOrDefault(pattern);
        _counts[pattern] = count + 1;
        if (count < KeptPerPattern)
            _findings.Add(tell());
    }

    public bool Has(params ReadOnlySpan<BadPattern> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (_counts.ContainsKey(pattern))
                return true;
        }

        return false;
    }
}
