using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>Records are written without a condition: over what has arrived since the read.</summary>
internal sealed class UnconditionalRecord : Saboteur
{
    public override RecordWrite? Decide(RecordChange change, VersionSet present, Func<Key, VersionSet> beside) =>
        change.Decide(present, beside) is { } write ? write with { IfMatch = null! } : null;
}
