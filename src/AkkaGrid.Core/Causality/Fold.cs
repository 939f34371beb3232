namespace AkkaGrid.Core.Causality;

/// <summary>An incarnation that has ended, and of which every member of the replica set has the same updates.</summary>
/// <param name="Incarnation">The incarnation.</param>
/// <param name="Final">The last of its updates that the set has agreed on.</param>
public sealed record Fold(Incarnation Incarnation, ulong Final)
{
    /// <summary>Whether the set has agreed on the end; otherwise only restatements are known of it.</summary>
    public bool IsAgreed { get; init; } = true;

    /// <summary>
    /// Whether every member is known to have agreed: an update that does not name the incarnation was made when it had ended.
    /// </summary>
    public bool IsUnderstood { get; init; }

    /// <summary>Up to which of its updates restatements have been delivered; 0 where there are none.</summary>
    public ulong Restated { get; init; }

    /// <summary>The last of its updates that is being restated; 0 where none is.</summary>
    public ulong RestatedFinal { get; init; }

    /// <summary>The first of its updates that was brought again with a new timestamp; 0 where none was.</summary>
    public ulong RenewedFrom { get; init; }

    /// <summary>Whether its updates are in the log of this replica no more.</summary>
    public bool IsTrimmed { get; init; }

    /// <summary>Up to which of its updates everything has been delivered, in one form or the other.</summary>
    public ulong Reached => Math.Max(Final, Restated);

    /// <summary>The last of its updates that there will ever be.</summary>
    public ulong Last => Math.Max(Final, RestatedFinal);

    /// <summary>What is known of an incarnation from an update of it that has been brought again.</summary>
    /// <param name="original">The update's name.</param>
    /// <param name="final">The last update of the incarnation that is being brought again.</param>
    /// <param name="isRenewed">Whether the update has a new timestamp.</param>
    public static Fold Restating(Dot original, ulong final, bool isRenewed) => new(original.Origin, 0)
    {
        IsAgreed = false,
        Restated = original.Sequence,
        RestatedFinal = final,
        RenewedFrom = isRenewed ? original.Sequence : 0,
    };

    /// <summary>What is known of the same incarnation from two sides.</summary>
    public Fold Join(Fold other) => this with
    {
        Final = Math.Max(Final, other.Final),
        IsAgreed = IsAgreed || other.IsAgreed,
        IsUnderstood = IsUnderstood || other.IsUnderstood,
        Restated = Math.Max(Restated, other.Restated),
        RestatedFinal = Math.Max(RestatedFinal, other.RestatedFinal),
        RenewedFrom = FirstOf(RenewedFrom, other.RenewedFrom),
    };

    /// <summary>The lesser of two that are there; 0 stands for none.</summary>
    private static ulong FirstOf(ulong one, ulong other) => one == 0 || other == 0 ? Math.Max(one, other) : Math.Min(one, other);
}
