using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>Merge and reissue are two commits: between them readers see the old names.</summary>
internal sealed class LateReissue : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk, witness);

    private sealed class Storage(IReplicaStorage disk, Witness witness) : DisturbedStorage(disk)
    {
        private Dictionary<Key, VersionSet> _late = [];

        public override ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state)
        {
            var after = base.InstallStaged(writer, installation, state);
            _late = Scan(Keyspace.User, "", null)
                .Where(item => item.Value.Versions.Any(version => IsReissued(version, installation.Last)))
                .ToDictionary(item => item.Key, item => item.Value);
            Overwrite(
                writer,
                _late.ToDictionary(item => item.Key, item => VersionSet.Of(item.Value.Versions.Select(Original))));
            return after;

            KeyVersion Original(KeyVersion version) => IsReissued(version, installation.Last)
                ? version with { Dot = version.Identity, Timestamp = witness.Updates[version.Identity].Timestamp }
                : version;
        }

        public override void Commit(ChangeSet changes)
        {
            var late = _late.Where(item => !changes.Versions.ContainsKey(item.Key)).ToDictionary();
            _late = [];
            base.Commit(changes with { Versions = changes.Versions.Concat(late).ToDictionary() });
        }

        private static bool IsReissued(KeyVersion version, Dot last) =>
            version.Dot != version.Identity
            && version.Dot.Origin == last.Origin
            && version.Dot.Sequence > last.Sequence;
    }
}
