using System.Globalization;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Http.Contracts;
using AkkaGrid.Node.Http.Reference;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Writes keys, values, clocks and tags of the store for HTTP.</summary>
internal static class StoreValues
{
    /// <summary>
    /// A clock by names: the newest incarnation of a replica under its plain name; older ones as
    /// <c>name.incarnation</c>, until all members agree on them and the clock's base replaces them.
    /// </summary>
    public static Dictionary<string, ulong> Named(this KeyValueStore store, VectorClock clock)
    {
        var newest = store.NewestIncarnations;
        return clock.Head.ToDictionary(
            entry => newest.GetValueOrDefault(entry.Origin.Replica) == entry.Origin
                ? entry.Origin.Replica.Value
                : entry.Origin.ToString(),
            entry => entry.Sequence);
    }

    /// <summary>How many updates of each replica a clock counts, those of all its incarnations together.</summary>
    public static Dictionary<string, ulong> Totals(VectorClock clock) => clock.Entries
        .GroupBy(entry => entry.Origin.Replica.Value)
        .ToDictionary(entries => entries.Key, entries => entries.Aggregate(0UL, (sum, entry) => sum + entry.Sequence));

    /// <summary>The tag of a key's versions, in the quotes that HTTP requires.</summary>
    public static string Quoted(VersionSet versions) => $"\"{ETag.Of(versions)}\"";

    /// <summary>The number of versions beside the winner, as the value of the header.</summary>
    public static string SiblingsOf(VersionSet versions) =>
        versions.Versions.Length <= 1 ? "0" : (versions.Versions.Length - 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Why a text cannot be a client's key; null where it can.</summary>
    public static string? ProblemOfKey(string name) =>
        name.Contains('\0', StringComparison.Ordinal) ? "it contains the character NUL, which no URL can name"
            : Key.TryCreate(Keyspace.User, name, out _, out var error) ? null
            : error;

    /// <summary>A client's key.</summary>
    /// <exception cref="BadHttpRequestException">The text cannot be a key.</exception>
    public static Key UserKey(string? name) => ProblemOfKey(name ?? "") is { } problem
        ? throw InvalidRequestException.Of("key", $"must be {Rules.Key.Expected}: {problem}")
        : Key.Create(Keyspace.User, name!);

    /// <summary>The key that a request names in its target.</summary>
    /// <exception cref="BadHttpRequestException">It names none, or one that cannot be a key.</exception>
    public static Key KeyOf(HttpContext call) => call.Features.Get<RawKey>() is { } raw
        ? UserKey(raw.Name)
        : throw new BadHttpRequestException("The key must follow the route directly in the request target");

    /// <summary>A value from JSON: text, or bytes in base64.</summary>
    public static Value ToValue(this StoredValue value) => new(
        value.Bytes, value.Encode().Encoding is null ? "text/plain; charset=utf-8" : "application/octet-stream");

    /// <summary>The text of a version's value, and how it is encoded; nulls for a tombstone.</summary>
    public static (string? Value, string? Encoding) Text(KeyVersion version) =>
        version.Value is { } value ? new StoredValue(value.Bytes).Encode() : (null, null);
}
