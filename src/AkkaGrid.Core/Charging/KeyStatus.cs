namespace AkkaGrid.Core.Charging;

/// <summary>The status of an idempotency key at a substation.</summary>
internal enum KeyStatus
{
    /// <summary>
    /// It has no session here, or only a void one that is recorded as void: the key may start a session.
    /// </summary>
    Free,

    /// <summary>Its session is being recorded.</summary>
    Pending,

    /// <summary>Its session has started.</summary>
    Started,

    /// <summary>It was used for another request.</summary>
    Reused,

    /// <summary>Its session is void, but its record may still say that it runs.</summary>
    NotRecorded,
}
