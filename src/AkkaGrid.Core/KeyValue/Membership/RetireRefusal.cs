namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>Why a member is not retired.</summary>
public enum RetireRefusal
{
    /// <summary>There is no such member.</summary>
    Unknown,

    /// <summary>It is the replica that was asked.</summary>
    Self,

    /// <summary>It can be reached: it is to be stopped first.</summary>
    Live,

    /// <summary>No majority of the members can be reached; the others might retire this side.</summary>
    NoMajority,
}
