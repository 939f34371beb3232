using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>A member of the replica set.</summary>
/// <param name="Incarnation">Its newest known start.</param>
/// <param name="Started">When that was, by the member's own clock: exceeds the starts before it.</param>
/// <param name="Standing">How it stands.</param>
public sealed record Member(Incarnation Incarnation, HybridTimestamp Started, Standing Standing = Standing.Active)
    : IComparable<Member>
{
    /// <summary>The name that it is known by over restarts.</summary>
    public ReplicaId Name => Incarnation.Replica;

    /// <summary>Whether it counts.</summary>
    public bool IsActive => Standing == Standing.Active;

    /// <summary>Orders what is known of one name: a later start supersedes an earlier one, and a retirement the start it ends.</summary>
    public int CompareTo(Member? other)
    {
        if (other is null)
            return 1;
        var byStart = Started.CompareTo(other.Started);
        if (byStart != 0)
            return byStart;
        var byIncarnation = Incarnation.CompareTo(other.Incarnation);
        return byIncarnation != 0 ? byIncarnation : Standing.CompareTo(other.Standing);
    }
}
