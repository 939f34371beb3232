using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// The incarnations that clocks no longer name, because all of their updates have been delivered by every member of the
/// replica set. Immutable.
/// </summary>
public sealed class Folds : IEquatable<Folds>
{
    /// <summary>No incarnation is folded.</summary>
    public static readonly Folds None = new(ImmutableDictionary<ulong, Fold>.Empty, 0, 0);

    private readonly ImmutableDictionary<ulong, Fold> _byNonce;

    private Folds(ImmutableDictionary<ulong, Fold> byNonce, ulong digest, ulong understood)
    {
        _byNonce = byNonce;
        Digest = digest;
        UnderstoodDigest = understood;
    }

    /// <summary>The folds, in no order.</summary>
    public IEnumerable<Fold> All => _byNonce.Values;

    /// <summary>How many incarnations are folded.</summary>
    public int Count => _byNonce.Count;

    /// <summary>Tells sets of agreed folds apart: the exclusive or of their random bits.</summary>
    public ulong Digest { get; }

    /// <summary>Tells sets of folds that all members are known to have agreed on apart, in the same way.</summary>
    public ulong UnderstoodDigest { get; }

    /// <summary>The folds of the given incarnations.</summary>
    public static Folds Of(params IEnumerable<Fold> folds) => folds.Aggregate(None, (all, fold) => all.With(fold));

    /// <summary>Finds an incarnation by its random bits.</summary>
    public bool TryGet(ulong nonce, [NotNullWhen(true)] out Fold? fold) => _byNonce.TryGetValue(nonce, out fold);

    /// <summary>Up to which update of an incarnation everything has been delivered; 0 where it is not folded.</summary>
    public ulong Reached(Incarnation incarnation) => TryGet(incarnation.Nonce, out var fold) ? fold.Reached : 0;

    /// <summary>The last update of an incarnation of which the set has agreed that it has ended; 0 where it has not.</summary>
    public ulong EndOf(Incarnation incarnation) =>
        TryGet(incarnation.Nonce, out var fold) && fold.IsAgreed ? fold.Final : 0;

    /// <summary>Up to which update of an incarnation one that does not name it was made with knowledge of it; 0 where it must name it.</summary>
    public ulong ImpliedEndOf(Incarnation incarnation) =>
        TryGet(incarnation.Nonce, out var fold) && fold.IsUnderstood ? fold.Final : 0;

    /// <summary>Whether the set has agreed that an update's incarnation ended before it: it will never come as it was.</summary>
    public bool EndsBefore(Dot dot) => TryGet(dot.Origin.Nonce, out var fold) && fold.IsAgreed && dot.Sequence > fold.Final;

    /// <summary>Whether an update is being restated: it will come in that form.</summary>
    public bool IsRestated(Dot dot) => TryGet(dot.Origin.Nonce, out var fold) && dot.Sequence <= fold.RestatedFinal;

    /// <summary>Whether an update is one that a folded incarnation made and that has been delivered.</summary>
    public bool Covers(Dot dot) => _byNonce.Count > 0 && Reached(dot.Origin) >= dot.Sequence;

    /// <summary>The folds with one more, joined with what is known of the same incarnation.</summary>
    public Folds With(Fold fold)
    {
        var known = _byNonce.GetValueOrDefault(fold.Incarnation.Nonce);
        var joined = known?.Join(fold) ?? fold;
        if (joined == known)
            return this;
        var nonce = fold.Incarnation.Nonce;
        return new Folds(
            _byNonce.SetItem(nonce, joined),
            joined.IsAgreed && known?.IsAgreed != true ? Digest ^ nonce : Digest,
            joined.IsUnderstood && known?.IsUnderstood != true ? UnderstoodDigest ^ nonce : UnderstoodDigest);
    }

    /// <summary>The folds, one of which is in the log no more.</summary>
    public Folds Trimmed(Incarnation incarnation) => TryGet(incarnation.Nonce, out var fold)
        ? new Folds(_byNonce.SetItem(incarnation.Nonce, fold with { IsTrimmed = true }), Digest, UnderstoodDigest)
        : this;

    /// <summary>What either knows.</summary>
    public Folds Join(Folds other) => other.All.Aggregate(this, (all, fold) => all.With(fold));

    /// <inheritdoc/>
    public bool Equals(Folds? other) =>
        other is not null && Count == other.Count && _byNonce.All(entry => other._byNonce.GetValueOrDefault(entry.Key) == entry.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Folds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Digest);
}
