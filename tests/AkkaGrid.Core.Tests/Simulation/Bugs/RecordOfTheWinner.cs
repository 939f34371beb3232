using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>Of the records of one kind the store's winner alone is read.</summary>
/// <param name="kind">How their keys begin.</param>
internal abstract class RecordOfTheWinner(string kind) : Saboteur
{
    public override VersionSet Look(Key key, VersionSet present) =>
        key.Name.StartsWith(kind, StringComparison.Ordinal) ? VersionSet.Of(present.Versions.Take(1)) : present;

    public override RecordWrite? Decide(RecordChange change, VersionSet present, Func<Key, VersionSet> beside) =>
        change.Decide(Look(change.Key, present), beside) is { } write
            ? write with { IfMatch = ETag.Of(present) }
            : null;
}

/// <summary>The epoch of the store's winner is obeyed, not the highest.</summary>
internal sealed class EpochOfTheWinner() : RecordOfTheWinner(RecordKeys.Epochs);

/// <summary>The controls of the store's winner are in force, not those with the highest version.</summary>
internal sealed class ControlsOfTheWinner() : RecordOfTheWinner(RecordKeys.Controls);

/// <summary>The session of the store's winner stands, though another one is completed.</summary>
internal sealed class SessionOfTheWinner() : RecordOfTheWinner(RecordKeys.Sessions);
