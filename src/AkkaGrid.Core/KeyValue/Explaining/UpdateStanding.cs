namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>Where an update stands at a replica.</summary>
public enum UpdateStanding
{
    /// <summary>It is delivered: whoever reads here sees it, or what has replaced it.</summary>
    Delivered,

    /// <summary>It is here, and waits in the stash for an update that is not; or only for the disk.</summary>
    Waiting,

    /// <summary>It is not here; other replicas have it.</summary>
    Elsewhere,

    /// <summary>Neither this replica nor any that it has heard of has it.</summary>
    Unknown,

    /// <summary>The replica set has agreed on the end of its incarnation without it: it will never be delivered under this name.</summary>
    Lost,
}
