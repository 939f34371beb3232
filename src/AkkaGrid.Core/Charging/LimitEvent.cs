namespace AkkaGrid.Core.Charging;

/// <summary>A demand-response event: for some time a substation may give less.</summary>
/// <param name="Start">When it begins, in the substation's clock.</param>
/// <param name="Duration">How long it lasts.</param>
/// <param name="Limit">What the substation may give meanwhile; nothing, too.</param>
public sealed record LimitEvent(DateTimeOffset Start, TimeSpan Duration, Kilowatts Limit)
{
    /// <summary>When it is over.</summary>
    public DateTimeOffset End => Start + Duration;

    /// <summary>Whether it is in force at a moment.</summary>
    public bool Covers(DateTimeOffset at) => Start <= at && at < End;
}
