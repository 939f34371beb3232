namespace AkkaGrid.Core.Charging;

/// <summary>What a substation knows of an idempotency key.</summary>
internal enum KeyStatus
{
    /// <summary>Nothing, or an attempt that is durably void: the key may start a session.</summary>
    Free,

    /// <summary>Its session is being recorded.</summary>
    Pending,

    /// <summary>It has its session.</summary>
    Started,

    /// <summary>It belongs to another request.</summary>
    Reused,

    /// <summary>Its session is void, but a record may still say otherwise.</summary>
    NotRecorded,
}
