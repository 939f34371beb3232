using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// The versions of keys that were read or written lately, so that they need be neither searched for on disk nor
/// decoded. They are always those on disk: what is read while a write is under way is not kept.
/// </summary>
/// <remarks>
/// Two generations, together of about 16 MiB at the most: once the younger is full it becomes the elder, and what was
/// the elder is forgotten. What is asked for in the elder moves to the younger, unless something else is kept just
/// then.
/// </remarks>
internal sealed class RecentVersions
{
    private const long GenerationBytes = 8 << 20;
    private const long LargestBytes = 16 << 10;

    // What the objects of an entry take besides its key and its versions, and those of a version besides its value,
    // about.
    private const long EntryBytes = 240;
    private const long VersionBytes = 240;

    private readonly Lock _changing = new();
    private ConcurrentDictionary<Key, VersionSet> _younger = NewGeneration();
    private ConcurrentDictionary<Key, VersionSet> _elder = NewGeneration();
    private object? _ground = new();
    private long _youngerBytes;

    /// <summary>
    /// Stands for what is on disk now: another object after each write, and null while one is under way. Who reads from
    /// disk asks for it first.
    /// </summary>
    public object? Ground => Volatile.Read(ref _ground);

    /// <summary>Finds the versions of a key, without waiting for anybody.</summary>
    public bool TryGet(Key key, [NotNullWhen(true)] out VersionSet? versions)
    {
        if (Volatile.Read(ref _younger).TryGetValue(key, out versions))
            return true;
        if (!Volatile.Read(ref _elder).TryGetValue(key, out versions))
            return false;
        Renew(key);
        return true;
    }

    /// <summary>Keeps what was read from disk, unless the ground on which it was read is no more.</summary>
    public void Add(Key key, VersionSet versions, object? ground)
    {
        if (ground is null)
            return;
        lock (_changing)
        {
            if (ground == _ground)
                Set(key, versions);
        }
    }

    /// <summary>A write begins: until it ends, what is on disk may be the old or the new.</summary>
    public void Begin() => Volatile.Write(ref _ground, null);

    /// <summary>A write has ended.</summary>
    /// <param name="written">All that it has changed.</param>
    public void End(IReadOnlyDictionary<Key, VersionSet> written)
    {
        lock (_changing)
        {
            foreach (var (key, versions) in written)
                Set(key, versions);
            Volatile.Write(ref _ground, new object());
        }
    }

    /// <summary>A write has ended of which it is not known what it has changed.</summary>
    public void Clear()
    {
        lock (_changing)
        {
            Volatile.Write(ref _elder, NewGeneration());
            BeginGeneration();
            Volatile.Write(ref _ground, new object());
        }
    }

    // One writer at a time.
    private static ConcurrentDictionary<Key, VersionSet> NewGeneration() => new(concurrencyLevel: 1, capacity: 31);

    private void Renew(Key key)
    {
        if (!_changing.TryEnter())
            return;
        try
        {
            if (_elder.TryGetValue(key, out var versions))
                Set(key, versions);
        }
        finally
        {
            _changing.Exit();
        }
    }

    /// <summary>
    /// Puts versions into the younger generation. A key is in one at most: no reader finds what was replaced.
    /// </summary>
    private void Set(Key key, VersionSet versions)
    {
        _elder.TryRemove(key, out _);
        var bytes = BytesOf(key, versions);
        if (_younger.TryGetValue(key, out var before))
            _youngerBytes -= BytesOf(key, before);
        if (bytes > LargestBytes)
        {
            _younger.TryRemove(key, out _);
            return;
        }

        if (_youngerBytes + bytes > GenerationBytes)
        {
            _younger.TryRemove(key, out _);
            Volatile.Write(ref _elder, _younger);
            BeginGeneration();
        }

        _younger[key] = versions;
        _youngerBytes += bytes;
    }

    private void BeginGeneration()
    {
        Volatile.Write(ref _younger, NewGeneration());
        _youngerBytes = 0;
    }

    private static long BytesOf(Key key, VersionSet versions)
    {
        var bytes = EntryBytes + (2L * key.Name.Length);
        foreach (var version in versions.Versions)
            bytes += VersionBytes + (sizeof(ulong) * version.Causes.Counts.Length) + (version.Value?.Bytes.Length ?? 0);
        return bytes;
    }
}
