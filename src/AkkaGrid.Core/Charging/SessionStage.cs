namespace AkkaGrid.Core.Charging;

/// <summary>The stages of a session at its substation: its state, combined with that of its record.</summary>
internal enum SessionStage
{
    /// <summary>Its power is allocated, and the record of its start is being written.</summary>
    Starting,

    /// <summary>It charges.</summary>
    Running,

    /// <summary>It has ended; its record may not say so yet.</summary>
    Ended,

    /// <summary>
    /// Its start was abandoned because the outcome of the write of its record is unknown; the record may still say that
    /// it runs.
    /// </summary>
    Unconfirmed,

    /// <summary>The session of another substation stands for its key; its record does not say so yet.</summary>
    Superseded,

    /// <summary>Its record says that it never took effect. Its key may start a session here.</summary>
    Void,
}
