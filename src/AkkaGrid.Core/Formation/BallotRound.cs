namespace AkkaGrid.Core.Formation;

/// <summary>Names one asking for votes, so that a late answer is never counted for a later one.</summary>
/// <param name="Incarnation">Random, new at each start of the candidate.</param>
/// <param name="Number">Counts the candidate's rounds from 1.</param>
public readonly record struct BallotRound(ulong Incarnation, ulong Number);
