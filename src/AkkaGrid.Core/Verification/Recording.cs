namespace AkkaGrid.Core.Verification;

/// <summary>
/// The operations of a history as columns: operation i has the reads from <c>ReadStart[i]</c> up to the next one's, and
/// so its writes; a read has its versions likewise.
/// </summary>
internal sealed class Recording
{
    public Names Sessions { get; } = new();

    public Names Keys { get; } = new();

    public List<int> Session { get; } = [];

    public List<int> Ordinal { get; } = [];

    public List<int> Line { get; } = [];

    public List<Outcome> Outcome { get; } = [];

    public List<string?> Dot { get; } = [];

    public List<int> ReadStart { get; } = [0];

    public List<int> ReadKey { get; } = [];

    public List<int> VersionStart { get; } = [0];

    public List<SeenVersion> Version { get; } = [];

    public List<int> WriteStart { get; } = [0];

    public List<int> WriteOperation { get; } = [];

    public List<int> WriteKey { get; } = [];

    public List<string?> WriteValue { get; } = [];

    /// <summary>The ranges of lists and final reads, by operation.</summary>
    public List<(int Operation, KeyRange Range)> Ranges { get; } = [];

    /// <summary>The final reads.</summary>
    public HashSet<int> Finals { get; } = [];

    /// <summary>The tokens that were handed over: after which operation, by its name, to which.</summary>
    public List<(string Before, int After)> HandOvers { get; } = [];

    public Dictionary<string, int> Ids { get; } = new(StringComparer.Ordinal);

    public int Count => Session.Count;

    /// <summary>The write that an operation made to a key; -1 where it made none.</summary>
    public int WriteOf(int operation, int key)
    {
        for (var write = WriteStart[operation]; write < WriteStart[operation + 1]; write++)
        {
            if (WriteKey[write] == key)
                return write;
        }

        return -1;
    }
}
