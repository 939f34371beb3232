namespace AkkaGrid.Scenarios.Originals;

/// <summary>How the load tester of the original system counts.</summary>
/// <param name="Successful">Answered with 200.</param>
/// <param name="Rejected">Answered with 503.</param>
/// <param name="Failed">All others.</param>
internal sealed record OriginalCounts(int Successful, int Rejected, int Failed)
{
    public int Total => Successful + Rejected + Failed;
}
