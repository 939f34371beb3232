namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>How far a record has come: whatever is read of it later must not be lower.</summary>
/// <param name="Number">
/// An epoch's number, or the version of controls; of a session 1 for one that is on record, 2 for one that is
/// completed.
/// </param>
/// <param name="Node">An epoch's node.</param>
public readonly record struct RecordRank(long Number, string Node = "") : IComparable<RecordRank>
{
    /// <summary>There is no record.</summary>
    public static RecordRank None { get; } = new(0);

    public int CompareTo(RecordRank other) =>
        Number != other.Number ? Number.CompareTo(other.Number) : string.CompareOrdinal(Node, other.Node);

    public override string ToString() => Node.Length == 0 ? $"{Number}" : $"{Number}@{Node}";
}
