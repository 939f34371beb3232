namespace AkkaGrid.Cli.RushHour;

/// <summary>What became of one charge request.</summary>
/// <param name="Status">The HTTP status code; null where no answer came.</param>
/// <param name="Reason">Why it was refused or failed, in a word; null where it was accepted.</param>
internal readonly record struct Reply(int? Status, string? Reason)
{
    public static readonly Reply Accepted = new(200, null);

    /// <summary>200, as the originals' load tester counts.</summary>
    public bool IsSuccessful => Status == 200;

    /// <summary>503; all that was answered and is neither this nor successful has failed.</summary>
    public bool IsRejected => Status == 503;

    /// <summary>No answer came: the node was not reached, or took too long.</summary>
    public bool IsUnanswered => Status is null;
}
