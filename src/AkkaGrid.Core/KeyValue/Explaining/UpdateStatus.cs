namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>The status of an update at a replica.</summary>
public enum UpdateStatus
{
    /// <summary>It is delivered: a read here returns it, or a version that has replaced it.</summary>
    Delivered,

    /// <summary>It has arrived, and waits in the stash for a missing cause, or only for the disk.</summary>
    Waiting,

    /// <summary>It has not arrived here; other replicas have it.</summary>
    Elsewhere,

    /// <summary>It has not arrived here, and no other replica has announced it.</summary>
    Unknown,

    /// <summary>All members can be reached, and none has it: it will never be delivered.</summary>
    Lost,
}
