using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation.Steps;

/// <summary>A session calls a replica, unless it still waits for the answer to the call before.</summary>
public sealed record Call(
    TimeSpan At, int Session, ReplicaId Node, Act Act, IReadOnlyList<string> Keys, WriteConcern Concern)
    : Step(At)
{
    public bool IsWrite => Act is Act.Put or Act.Delete or Act.Batch or Act.PutIfMatch;

    protected override string Words =>
        $"session{Session} at {Node}: {Act} "
        + $"{string.Join(", ", Keys)}{(IsWrite && Concern != WriteConcern.Local ? $", w={Concern}" : "")}";
}

/// <summary>A session gives its causal context to another.</summary>
public sealed record HandOver(TimeSpan At, int From, int To) : Step(At)
{
    protected override string Words => $"session{From} hands its causal context to session{To}";
}
