namespace AkkaGrid.Testing.Simulation.Steps;

/// <summary>What a client calls for.</summary>
public enum Act
{
    Get,
    Put,
    Delete,

    /// <summary>Puts some keys and deletes others, as one update.</summary>
    Batch,

    /// <summary>Reads some keys at one cut.</summary>
    Snapshot,

    /// <summary>Reads all keys at one cut.</summary>
    List,

    /// <summary>Puts a key if it is still as the session saw it last.</summary>
    PutIfMatch,
}
