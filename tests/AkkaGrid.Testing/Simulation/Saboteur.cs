using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Core.Formation;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Testing.Simulation;

/// <summary>Breaks a component on purpose, to see that it is noticed; this one breaks nothing.</summary>
public class Saboteur
{
    /// <summary>Whether effects are carried out when a turn is sealed, and not only when it is on disk.</summary>
    public virtual bool SpeaksBeforeCommit => false;

    /// <summary>Whether votes for a founder are written to disk before they are told.</summary>
    public virtual bool WritesVotes => true;

    /// <summary>The settings of a formation.</summary>
    public virtual FormationSettings Configure(FormationSettings settings) => settings;

    /// <summary>The disk, as a replica is to see it.</summary>
    public virtual IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) => disk;

    /// <summary>A message, as it is to be received.</summary>
    public virtual ReplicaMessage Tamper(ReplicaMessage message, IReplicaStorage receiver) => message;

    /// <summary>The versions of a record of charging, as a node is to read them.</summary>
    public virtual VersionSet Look(Key key, VersionSet present) => present;

    /// <summary>What is to be written for a change of a record of charging.</summary>
    public virtual RecordWrite? Decide(RecordChange change, VersionSet present, Func<Key, VersionSet> beside) =>
        change.Decide(present, beside);

    /// <summary>The incarnation for a start.</summary>
    /// <param name="fresh">One that never was before.</param>
    /// <param name="first">The replica's first one.</param>
    public virtual Incarnation Start(Incarnation fresh, Incarnation first) => fresh;
}
