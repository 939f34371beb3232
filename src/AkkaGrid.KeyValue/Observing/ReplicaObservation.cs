using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Lab;

namespace AkkaGrid.KeyValue.Observing;

/// <summary>A replica at a moment, for people who look on.</summary>
/// <param name="Status">How it stands.</param>
/// <param name="Waiting">
/// What waits, of each origin the first, and the cause that it waits for; at most <see cref="MaxWaiting"/>.
/// </param>
/// <param name="Links">The lab's links that end here.</param>
/// <param name="Arrivals">Some of the updates that have come since the last observation.</param>
/// <param name="LeftOut">How many more have come.</param>
public sealed record ReplicaObservation(
    ReplicaStatus Status,
    ImmutableArray<MissingCause> Waiting,
    ImmutableArray<HeldLink> Links,
    ImmutableArray<Arrival> Arrivals,
    long LeftOut)
{
    /// <summary>How many of those that wait are named.</summary>
    public const int MaxWaiting = 16;
}

/// <summary>An update that has come from another replica.</summary>
/// <param name="Dot">Its name.</param>
/// <param name="From">Who has sent it, which need not be its origin.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Key">
/// The first key of clients that it changes; null where it changes none, as a charging session does.
/// </param>
/// <param name="Keys">How many keys of clients it changes.</param>
public sealed record Arrival(Dot Dot, ReplicaId From, ArrivalOutcome Outcome, string? Key, int Keys);

/// <summary>What became of an update that has come.</summary>
public enum ArrivalOutcome
{
    /// <summary>It is delivered.</summary>
    Delivered,

    /// <summary>It waits for its causes.</summary>
    Waiting,

    /// <summary>A link of the lab has kept it away.</summary>
    KeptAway,
}
