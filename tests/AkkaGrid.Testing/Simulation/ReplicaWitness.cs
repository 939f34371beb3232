using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Testing.Simulation;

/// <summary>Looks into one replica from its start to its end: at the order of its deliveries, and at what it puts on disk.</summary>
public sealed class ReplicaWitness
{
    private readonly Witness _witness;
    private readonly Incarnation _self;
    private readonly IReplicaStorage _storage;
    private VectorClock _delivered;
    private Folds _folds;
    private ReplicaSet _set;
    private ContentModel _model;

    public ReplicaWitness(Witness witness, Incarnation self, IReplicaStorage storage)
    {
        _witness = witness;
        _self = self;
        _storage = storage;
        (_delivered, _folds, _set) = (storage.Clock, storage.State.Folds, storage.State.Set);
        _model = witness.ModelOf(storage.Coverage);
    }

    /// <summary>Looks at what a turn delivers, in the order of the deliveries.</summary>
    public void Sealed(Turn turn, bool isSettled)
    {
        // What is brought again counts from there on only; when in a turn an end was agreed on makes no difference.
        _folds = _folds.Join(Folds.Of(turn.State.Folds.All.Where(fold => fold.IsAgreed).Select(fold => new Fold(fold.Incarnation, fold.Final))));
        foreach (var update in turn.Changes?.Log ?? [])
        {
            var dot = update.Dot;
            _witness.Check(_self, update, _folds);
            if (isSettled && dot.Origin.Replica != _self.Replica && _witness.EndsBefore(dot))
                _witness.Note("RetiredWasHeard", $"{_self} delivered {dot} after its replica was retired without it");
            _folds = (update.Restates?.Originals ?? []).Aggregate(_folds, (folds, original) => folds.With(Fold.Restating(original.Dot, original.Final, update.IsRenewed)));
            if (_delivered[dot.Origin] + 1 != dot.Sequence)
                _witness.Note("OutOfSequence", $"{_self} delivered {dot} after {_delivered}");
            if (!new Coverage(_delivered, turn.State.Folds).Covers(update.Dependencies))
                _witness.Note("EffectBeforeCause", $"{_self} delivered {dot} after {_delivered}, and it depends on {update.Dependencies}");
            _delivered = _delivered.With(dot);
        }
    }

    /// <summary>Looks at the keys that a turn has changed on disk.</summary>
    public void Committed(ChangeSet changes)
    {
        _witness.Has(_self.Replica, _storage.Coverage);
        foreach (var update in changes.Log)
            _model.Add(_witness.Updates[update.Dot]);
        foreach (var (key, _) in changes.Versions.Where(item => item.Value.IsEmpty))
            Collected(_model[key]);
        _set = _storage.State.Set;
        Compare(changes.Versions.Keys);
    }

    /// <summary>Looks at the disk after a snapshot was taken over.</summary>
    public void Installed()
    {
        _witness.Has(_self.Replica, _storage.Coverage);
        (_delivered, _folds, _set) = (_storage.Clock, _storage.State.Folds, _storage.State.Set);
        _model = _witness.ModelOf(_storage.Coverage);
        CompareAll();
    }

    /// <summary>Holds all that is on disk against what the updates say that there must be.</summary>
    public void CompareAll() => Compare(_storage.Scan(Keyspace.User, "", null).Select(item => item.Key).Union(_model.Keys));

    /// <summary>A tombstone may go where every member has had it on its disk; one that came back meanwhile is vetted first.</summary>
    private void Collected(VersionSet tombstones)
    {
        foreach (var dot in tombstones.Dots)
        {
            _witness.Collected(dot);
            foreach (var member in _set.Active.Where(member => !_witness.HasHad(member.Name, dot)))
                _witness.Note("CollectedEarly", $"{_self} collected {dot}, and {member.Name} never had it");
        }
    }

    private bool IsCollected(VersionSet versions) =>
        versions.Versions.All(version => version.Value is null && _witness.IsCollected(version.Dot));

    private void Compare(IEnumerable<Key> keys)
    {
        foreach (var key in keys)
        {
            var (held, expected) = (_storage.Read(key), _model[key]);
            if (!held.Equals(expected) && !(held.IsEmpty && IsCollected(expected)))
                _witness.Note("WrongContent", $"{_self} holds {Text(held)} at '{key.Name}', and the updates say {Text(expected)}");
        }
    }

    private static string Text(VersionSet versions) => versions.IsEmpty
        ? "nothing"
        : string.Join(" beside ", versions.Versions.Select(version => $"{Observed.Text(version.Value) ?? "a delete"} ({version.Dot})"));
}
