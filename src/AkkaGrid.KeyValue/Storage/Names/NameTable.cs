using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.KeyValue.Storage.Names;

/// <summary>
/// What records name, each by 64 bits of its own and by a short ordinal that holds on this disk only. The writer alone
/// adds names; any thread finds them.
/// </summary>
/// <remarks>
/// An ordinal is never given twice, also where a write failed and it is not known whether it is on disk.
/// </remarks>
/// <typeparam name="T">What is named.</typeparam>
/// <param name="first">The first ordinal.</param>
internal sealed class NameTable<T>(ulong first)
{
    private readonly ConcurrentDictionary<ulong, Name<T>> _byBits = [];
    private readonly ConcurrentDictionary<ulong, Name<T>> _byOrdinal = [];
    private ulong _next = first;

    /// <summary>Finds a name by its bits.</summary>
    public bool TryFind(ulong bits, [NotNullWhen(true)] out Name<T>? name) => _byBits.TryGetValue(bits, out name);

    /// <summary>Finds a name by its ordinal.</summary>
    public bool TryFindOrdinal(ulong ordinal, [NotNullWhen(true)] out Name<T>? name) =>
        _byOrdinal.TryGetValue(ordinal, out name);

    /// <summary>The name of a thing; a new one has the next ordinal, and is not on disk.</summary>
    public Name<T> GetOrAdd(ulong bits, T value) =>
        TryFind(bits, out var known) ? known : Add(new Name<T>(bits, value, _next));

    /// <summary>Adds a name that is on disk with its ordinal.</summary>
    /// <exception cref="StorageException">Another name has that ordinal: the files are damaged.</exception>
    public void AddFromDisk(ulong bits, T value, ulong ordinal)
    {
        if (!TryFind(bits, out var name))
            name = TryFindOrdinal(ordinal, out var other) ? other : Add(new Name<T>(bits, value, ordinal));
        if (name.Bits != bits || name.Ordinal != ordinal)
            throw StorageException.DamagedRecord($"the ordinal {ordinal} stands for two names");
        name.IsOnDisk = true;
    }

    /// <summary>Takes no name to be on disk any longer: the disk is about to be read again.</summary>
    public void ForgetDisk()
    {
        foreach (var name in _byBits.Values)
            name.IsOnDisk = false;
    }

    private Name<T> Add(Name<T> name)
    {
        _next = Math.Max(_next, name.Ordinal + 1);
        _byOrdinal[name.Ordinal] = name;
        _byBits[name.Bits] = name;
        return name;
    }
}
