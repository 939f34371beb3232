namespace AkkaGrid.Core.Charging;

/// <summary>A substation's recorded rating.</summary>
/// <param name="Rating">The rating.</param>
/// <param name="Version">Increases with each change; 0 in the records of earlier versions.</param>
public readonly record struct RecordedRating(Kilowatts Rating, long Version)
{
    /// <summary>The rating that is in force: the one with the highest version; of equals the first.</summary>
    /// <param name="records">The recorded ratings, at least one, in the order of the store.</param>
    public static RecordedRating Highest(IReadOnlyList<RecordedRating> records) =>
        records.MaxBy(record => record.Version);

    /// <summary>The record that replaces all of <paramref name="records"/>.</summary>
    public static RecordedRating Over(IReadOnlyList<RecordedRating> records, Kilowatts rating) =>
        new(rating, records.Count == 0 ? 1 : Highest(records).Version + 1);
}
