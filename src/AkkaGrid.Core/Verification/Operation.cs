namespace AkkaGrid.Core.Verification;

/// <summary>
/// One operation of a session: the keys it read at one cut, and the keys it then wrote as one update. Of a session, the
/// operations come in the order in which it made them.
/// </summary>
/// <param name="Session">Who made it; for a final read, the replica that was read.</param>
public sealed record Operation(string Session)
{
    /// <summary>The name under which <see cref="After"/> of others refers to it; unique.</summary>
    public string? Id { get; init; }

    /// <summary>The operations of other sessions after which a causal context was handed to this session.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>What is known of it.</summary>
    public Outcome Outcome { get; init; }

    /// <summary>What it read; each key once.</summary>
    public IReadOnlyList<KeyRead> Reads { get; init; } = [];

    /// <summary>What it wrote; each key once.</summary>
    public IReadOnlyList<KeyWrite> Writes { get; init; } = [];

    /// <summary>The range that it read as a whole; null where it read single keys.</summary>
    public KeyRange? Range { get; init; }

    /// <summary>The dot of its update, where it is known.</summary>
    public string? Dot { get; init; }

    /// <summary>Whether it is the whole content of a replica after everything had settled.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Where it was recorded: a line number, from 1; 0 for nowhere.</summary>
    public int Line { get; init; }

    /// <summary>A put of one value.</summary>
    public static Operation Put(string session, string key, string value) =>
        new(session) { Writes = [new KeyWrite(key, value)] };

    /// <summary>A delete of one key.</summary>
    public static Operation Delete(string session, string key) => new(session) { Writes = [new KeyWrite(key, null)] };

    /// <summary>A read of one key; null for a miss.</summary>
    public static Operation Get(string session, string key, string? value) =>
        new(session) { Reads = [new KeyRead(key, value)] };

    /// <summary>A write of many keys at once; null for a delete.</summary>
    public static Operation Batch(string session, params IEnumerable<(string Key, string? Value)> writes) =>
        new(session) { Writes = [.. writes.Select(write => new KeyWrite(write.Key, write.Value))] };

    /// <summary>A read of many keys at one cut; null for a miss.</summary>
    public static Operation Snapshot(string session, params IEnumerable<(string Key, string? Value)> reads) =>
        new(session) { Reads = [.. reads.Select(read => new KeyRead(read.Key, read.Value))] };

    /// <summary>The whole content of a replica after everything had settled.</summary>
    public static Operation Final(string replica, params IEnumerable<(string Key, string? Value)> reads) =>
        Snapshot(replica, reads) with { IsFinal = true, Range = new KeyRange() };
}
