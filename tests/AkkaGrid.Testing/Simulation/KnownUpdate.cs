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

    public KeyVersion VersionOf(Mutation mutation) =>
        new(Update.Dot, Update.Restates?.Timestamp ?? Update.Timestamp, mutation.Value);

    /// <summary>Whether a version gives way to what this update leaves at its key.</summary>
    public bool Replaces(KeyVersion held, Mutation mutation) => held.Dot != Update.Dot
        && (Saw(held.Dot) || (mutation.Revives && held.Value is null && Delivered.Covers(held.Dot)));

    private bool Saw(Dot dot) => Original is null
        ? Delivered.Covers(dot)
        : Update.Restates!.Context.Covers(dot) || Original.Saw(dot);
}
