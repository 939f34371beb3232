namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>Where an update is, seen from a replica.</summary>
public enum UpdateStatus
{
    /// <summary>It is delivered: a read here returns it, or what has replaced it.</summary>
    Delivered,

    /// <summary>It is here, and waits in the stash for an update that is not; or only for the disk.</summary>
    Waiting,

    /// <summary>It is not here; other replicas have it.</summary>
    Elsewhere,

    /// <summary>Neither this replica nor any that it has heard of has it.</summary>
    Unknown,

    /// <summary>All members can be reached, and none has it: it will never be delivered.</summary>
    Lost,
}
