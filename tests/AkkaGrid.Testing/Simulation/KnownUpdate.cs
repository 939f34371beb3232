using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation;

/// <summary>An update, with all that its replica had delivered when it was made: what was folded by then included.</summary>
/// <param name="Update">The update.</param>
/// <param name="Delivered">What its replica had delivered before it.</param>
/// <param name="Original">The update that it brings again; null for an ordinary one.</param>
public sealed record KnownUpdate(Update Update, Coverage Delivered, KnownUpdate? Original)
{
    /// <summary>The name that its client knows it by.</summary>
    public Dot FirstDot => Original?.FirstDot ?? Update.Dot;

    public KeyVersion VersionOf(Mutation mutation) => new(Update.Dot, Update.Restates?.Timestamp ?? Update.Timestamp, mutation.Value)
    {
        Originals = [.. Originals.Select(original => original.Update.Dot)],
    };

    private IEnumerable<KnownUpdate> Originals => Original is null ? [] : Original.Originals.Prepend(Original);

    /// <summary>Whether what another update has left at a key gives way to what this one leaves there.</summary>
    public bool Replaces(KnownUpdate held, Value? value, Mutation mutation) => held != this
        && (Saw(held) || (mutation.Revives && value is null && Delivered.Covers(held.Update.Dot)));

    private bool Saw(KnownUpdate other) => other == this
        || (Original is null ? Delivered.Covers(other.Update.Dot) : Original.Saw(other))
        || (other.Original is { } original && Saw(original));
}
