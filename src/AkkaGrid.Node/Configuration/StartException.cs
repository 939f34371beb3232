namespace AkkaGrid.Node.Configuration;

/// <summary>The process cannot start, for reasons that its user can fix.</summary>
/// <param name="reasons">One sentence each.</param>
internal sealed class StartException(IReadOnlyList<string> reasons)
    : Exception(string.Join(Environment.NewLine, reasons))
{
    /// <summary>One reason.</summary>
    public StartException(string reason)
        : this([reason])
    {
    }

    /// <summary>Why, one sentence each.</summary>
    public IReadOnlyList<string> Reasons { get; } = reasons;
}
