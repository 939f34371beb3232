namespace AkkaGrid.Core.Verification;

/// <summary>Finds the write that each version in a read comes from.</summary>
internal sealed class ReadSources
{
    /// <summary>Stands for a miss that does not tell which delete it saw.</summary>
    public const int Unnamed = -1;

    /// <summary>Stands for what comes from no write that counts.</summary>
    public const int None = -2;

    private readonly Recording _recording;
    private readonly Dictionary<(int Key, string Value), int> _writes;
    private readonly Dictionary<string, int> _dots = new(StringComparer.Ordinal);
    private readonly HashSet<int> _keysWithNamelessDeletes = [];

    public ReadSources(Recording recording, Dictionary<(int Key, string Value), int> writes)
    {
        _recording = recording;
        _writes = writes;
        for (var operation = 0; operation < recording.Count; operation++)
            NoteDot(operation);
        OfVersion = new int[recording.Version.Count];
        WriteIsSeen = new bool[recording.WriteKey.Count];
        for (var operation = 0; operation < recording.Count; operation++)
        {
            if (recording.Outcome[operation] == Outcome.Ok)
                Resolve(operation);
        }
    }

    /// <summary>Per version the write, <see cref="Unnamed"/> or <see cref="None"/>.</summary>
    public int[] OfVersion { get; }

    /// <summary>Per write whether some read returned it.</summary>
    public bool[] WriteIsSeen { get; }

    /// <summary>The keys at which some miss does not tell which delete it saw.</summary>
    public HashSet<int> KeysWithUnnamedMisses { get; } = [];

    /// <summary>
    /// The versions that come from no write, or from a refused one: pattern, read operation, version, write.
    /// </summary>
    public List<(BadPattern Pattern, int Operation, int Version, int Write)> Baseless { get; } = [];

    /// <summary>The pairs of operations that have the same dot.</summary>
    public List<(int First, int Second)> SameDots { get; } = [];

    private void NoteDot(int operation)
    {
        if (_recording.Outcome[operation] == Outcome.Failed)
            return;
        if (_recording.Dot[operation] is not { } dot)
            NoteNamelessDeletes(operation);
        else if (!_dots.TryAdd(dot, operation))
            SameDots.Add((_dots[dot], operation));
    }

    private void NoteNamelessDeletes(int operation)
    {
        for (var write = _recording.WriteStart[operation]; write < _recording.WriteStart[operation + 1]; write++)
        {
            if (_recording.WriteValue[write] is null)
                _keysWithNamelessDeletes.Add(_recording.WriteKey[write]);
        }
    }

    private void Resolve(int operation)
    {
        for (var read = _recording.ReadStart[operation]; read < _recording.ReadStart[operation + 1]; read++)
        {
            for (var version = _recording.VersionStart[read]; version < _recording.VersionStart[read + 1]; version++)
                OfVersion[version] = Resolve(operation, _recording.ReadKey[read], version);
        }
    }

    private int Resolve(int operation, int key, int version)
    {
        var (value, dot) = _recording.Version[version];
        var write = value is not null ? _writes.GetValueOrDefault((key, value), None) : DeleteOf(key, dot);
        if (write == Unnamed)
        {
            KeysWithUnnamedMisses.Add(key);
            return Unnamed;
        }

        if (write == None)
        {
            Baseless.Add((BadPattern.ThinAirRead, operation, version, None));
            return None;
        }

        if (_recording.Outcome[_recording.WriteOperation[write]] == Outcome.Failed)
        {
            Baseless.Add((BadPattern.AbortedRead, operation, version, write));
            return None;
        }

        WriteIsSeen[write] = true;
        return write;
    }

    private int DeleteOf(int key, string? dot)
    {
        if (dot is null)
            return Unnamed;
        if (_dots.TryGetValue(dot, out var operation)
            && _recording.WriteOf(operation, key) is >= 0 and var write
            && _recording.WriteValue[write] is null)
            return write;
        return _keysWithNamelessDeletes.Contains(key) ? Unnamed : None;
    }
}
