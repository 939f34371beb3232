namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>Why a member is not retired.</summary>
public enum RetireRefusal
{
    /// <summary>There is no such member.</summary>
    Unknown,

    /// <summary>It is the replica that was asked to retire it.</summary>
    Self,

    /// <summary>It can be reached: it must be stopped first.</summary>
    Live,

    /// <summary>
    /// No majority of the members can be reached: the other side of a partition might retire this side.
    /// </summary>
    NoMajority,
}
