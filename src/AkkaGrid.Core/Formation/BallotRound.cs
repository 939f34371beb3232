namespace AkkaGrid.Core.Formation;

/// <summary>
/// Names one asking, for votes or of another cluster, so that a late answer is never counted for a later one.
/// </summary>
/// <param name="Incarnation">Random, new at each start of the one that asks.</param>
/// <param name="Number">Counts its rounds from 1.</param>
public readonly record struct BallotRound(ulong Incarnation, ulong Number);
