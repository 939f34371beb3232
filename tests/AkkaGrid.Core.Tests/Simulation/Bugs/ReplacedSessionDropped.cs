using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A session that a record replaces is not kept beside it as superseded.</summary>
internal sealed class ReplacedSessionDropped : Saboteur
{
    public override RecordWrite? Decide(RecordChange change, VersionSet present, Func<Key, VersionSet> beside) =>
        change.Decide(present, beside) is { } write ? write with { Mutations = write.Mutations[..1] } : null;
}
