namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>The pages with which a substation answers one claim. All of them contain the same report.</summary>
/// <param name="sequence">The sequence number of that report.</param>
internal sealed class ClaimPages(long sequence)
{
    private readonly HashSet<int> _received = [];

    /// <summary>The sequence number of the report in the pages.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Adds a page.</summary>
    /// <returns>Whether all pages have arrived.</returns>
    public bool Add(Claimed page)
    {
        _received.Add(page.Page);
        return _received.Count >= page.Pages;
    }
}
