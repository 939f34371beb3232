namespace AkkaGrid.Core.Formation;

/// <summary>A vote that a seed has written to its disk.</summary>
/// <param name="Candidate">
/// Who has the vote; null where the record is damaged, so that the vote binds but nobody can use it.
/// </param>
/// <param name="WrittenAt">When it was written; null where the record does not say.</param>
public sealed record PersistedVote(NodeAddress? Candidate, ClockReading? WrittenAt)
{
    /// <summary>
    /// How long the vote may still bind its voter. A vote whose age is not certain counts as new: at worst the seed
    /// votes one lease later. The wall clock is no evidence, for it can be set.
    /// </summary>
    /// <param name="lease">How long a vote binds.</param>
    /// <param name="now">What the monotonic clock shows now.</param>
    public TimeSpan Remaining(TimeSpan lease, ClockReading now)
    {
        var age = WrittenAt is { } writtenAt ? now.Since(writtenAt) ?? TimeSpan.Zero : TimeSpan.Zero;
        return age < lease ? lease - age : TimeSpan.Zero;
    }
}
