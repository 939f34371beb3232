namespace AkkaGrid.Core.Charging;

/// <summary>A substation's rating as it is on record.</summary>
/// <param name="Rating">What the substation is good for.</param>
/// <param name="Version">Each change raises it; 0 in the records of earlier versions.</param>
public readonly record struct RecordedRating(Kilowatts Rating, long Version)
{
    /// <summary>The rating that holds: the one that was changed most often. Of equals the first one holds.</summary>
    /// <param name="records">What is on record, at least one, in the order of the store.</param>
    public static RecordedRating Highest(IReadOnlyList<RecordedRating> records) =>
        records.MaxBy(record => record.Version);

    /// <summary>The record that replaces all of <paramref name="records"/>.</summary>
    public static RecordedRating Over(IReadOnlyList<RecordedRating> records, Kilowatts rating) =>
        new(rating, records.Count == 0 ? 1 : Highest(records).Version + 1);
}
