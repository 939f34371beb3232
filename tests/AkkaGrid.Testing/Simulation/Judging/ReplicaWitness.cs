using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>Checks one replica from start to end: the order of its deliveries, and what it puts on disk.</summary>
public sealed class ReplicaWitness
{
    private readonly Witness _witness;
    private readonly Incarnation _self;
    private readonly IReplicaStorage _storage;
    private readonly Dictionary<Key, VersionSet> _held = [];
    private VectorClock _delivered;
    private readonly int _seeds;
    private readonly TimeSpan _startedAt;
    private ReplicaState _state;
    private ContentModel _model;

    private IEnumerable<KeyValuePair<Key, VersionSet>> Held =>
        Enum.GetValues<Keyspace>().SelectMany(keyspace => _storage.Scan(keyspace, "", null));

    /// <summary>Begins with a start.</summary>
    /// <param name="witness">Knows what the others do.</param>
    /// <param name="self">The start.</param>
    /// <param name="storage">Its disk.</param>
    /// <param name="seeds">How many seeds are configured there.</param>
    public ReplicaWitness(Witness witness, Incarnation self, IReplicaStorage storage, int seeds)
    {
        _witness = witness;
        _self = self;
        (_seeds, _startedAt) = (seeds, witness.Now);
        _storage = storage;
        _state = storage.State;
        _delivered = _state.Clock;
        _model = witness.ModelOf(_delivered);
        witness.Has(self, _delivered);
        CompareAll();
    }

    /// <summary>Looks at what a turn delivers, in the order of the deliveries.</summary>
    /// <remarks>
    /// Where a winner goes back the replica must skip a dot of its own behind the update, and it may skip none
    /// elsewhere.
    /// </remarks>
    public void Sealed(Turn turn)
    {
        var held = new Dictionary<Key, List<KeyVersion>>();
        foreach (var update in turn.Changes?.Log ?? [])
        {
            var dot = update.Dot;
            _witness.Check(_self, update);
            if (dot.Origin == _self && !turn.State.IsAdmitted)
                _witness.Note("WrittenUnadmitted", $"{_self} took {dot}, and is not admitted");
            if (_delivered[dot.Origin] + 1 != dot.Sequence)
                _witness.Note("OutOfSequence", $"{_self} delivered {dot} after {_delivered}");
            if (!_delivered.Covers(update.Dependencies))
                _witness.Note(
                    "EffectBeforeCause",
                    $"{_self} delivered {dot} after {_delivered}, and it depends on {update.Dependencies}");
            if (!update.Dependencies.Covers(_state.Horizon))
                _witness.Note(
                    "HorizonIgnored", $"{_self} delivered {dot}, and it does not know the horizon {_state.Horizon}");
            _delivered = _delivered.With(dot);
            if (GoesBack(update, held))
                _delivered = _delivered.With(new Dot(_self, _delivered[_self] + 1));
        }

        if (turn.State.Clock[_self] != _delivered[_self])
        {
            var kind = turn.State.Clock[_self] > _delivered[_self] ? "DotSkipped" : "NoDotSkipped";
            _witness.Note(
                kind, $"{_self} has used {turn.State.Clock[_self]} dots, and by its updates it is {_delivered[_self]}");
            _delivered = _delivered.With(new Dot(_self, Math.Max(turn.State.Clock[_self], _delivered[_self])));
        }

        if (turn.Installs is { Ranges: not Installation.AllRanges })
            _witness.Note(
                "DivergenceRepaired",
                $"{_self} repairs content that differs from that of a replica with the same clock");
    }

    /// <summary>Whether an update replaces a reissued winner, whose first name it knew, by something less.</summary>
    private bool GoesBack(Update update, Dictionary<Key, List<KeyVersion>> held)
    {
        var goesBack = false;
        foreach (var mutation in update.Mutations)
        {
            if (!held.TryGetValue(mutation.Key, out var versions))
                held[mutation.Key] = versions = [.. _storage.Read(mutation.Key).Versions];
            var version = update.VersionOf(mutation);
            goesBack |= versions.Max() is { } winner && winner.IsReissued
                && update.Dependencies.Covers(winner.Identity) && winner.CompareTo(version) > 0;
            versions.RemoveAll(other => update.Dependencies.Covers(other.Identity));
            versions.Add(version);
        }

        return goesBack;
    }

    /// <summary>Looks at the keys that a turn has changed on disk.</summary>
    public void Committed(ChangeSet changes)
    {
        foreach (var update in changes.Log)
        {
            if (_witness.Updates.TryGetValue(update.Dot, out var made))
                _model.Add(made);
        }

        var before = _state;
        Advance();
        CheckStable(before);
        foreach (var key in changes.Versions.Keys)
        {
            NoteCollected(key, before.Set);
            Compare(key);
        }
    }

    /// <summary>Looks at the disk after a state was merged.</summary>
    /// <param name="last">The last dot that the replica had used before.</param>
    public void Merged(Dot last)
    {
        _witness.MergeCount++;
        var before = _delivered;
        _delivered = _storage.State.Clock;
        if (!_delivered.Covers(before))
            _witness.Note("ClockWentBack", $"{_self} had {before}, and has {_delivered} after a merge");
        if (last.Sequence != before[_self])
            _witness.Note("ReusedDot", $"{_self} merges as if {last} were its last dot, and has used {before[_self]}");
        foreach (var (key, versions) in Held)
            NoteReissued(key, versions, last);
        CheckHorizonOfMerge();
        var (used, needed) = (_delivered[_self] - before[_self], DotsNeeded(before[_self]));
        if (used < needed)
            _witness.Note("NoDotSkipped", $"{_self} has used {used} dots in a merge, and needed {needed}");
        _model = _witness.ModelOf(_delivered);
        Advance();
        CompareAll();
    }

    /// <summary>A merge brings a new live version only if that knows the horizon here, or is reissued.</summary>
    private void CheckHorizonOfMerge()
    {
        foreach (var (key, had) in _held)
        {
            foreach (var entered in _storage.Read(key).Versions.Where(version =>
                version.Value is not null
                && !Holds(had, version.Identity)
                && !version.Dependencies.Covers(_state.Horizon)))
                _witness.Note(
                    "HorizonIgnoredByMerge",
                    $"{_self} took {Observed.Text(entered)} at '{key.Name}' by a merge, and it does not know the "
                        + $"horizon {_state.Horizon}");
        }
    }

    /// <summary>The fewest dots that a merge uses: one for each reissue, one for each winner that went back.</summary>
    /// <param name="before">How many dots the replica had used before the merge.</param>
    private ulong DotsNeeded(ulong before) =>
        (ulong)Held.Sum(item =>
            item.Value.Versions.Count(version => version.Dot.Origin == _self && version.Dot.Sequence > before))
        + (ulong)_held.Count(item => item.Value.Versions.Max() is { IsReissued: true } winner
            && winner.CompareTo(_storage.Read(item.Key).Versions.Max()) > 0);

    /// <summary>Looks at the disks that have a write at the moment at which it is acknowledged.</summary>
    public void Acknowledged(Dot dot, WriteConcern concern)
    {
        if (!_storage.State.Clock.Covers(dot))
            _witness.Note("AcknowledgedTooEarly", $"{_self} acknowledged {dot}, and has not got it on its disk");
        if (!_witness.Updates.ContainsKey(dot))
            _witness.Note("AcknowledgedNothing", $"{_self} acknowledged {dot}, which names no update");

        // That is all that w=local promises, also where the set does not count this start just now.
        if (concern == WriteConcern.Local)
            return;
        var set = _storage.State.Set;
        var members = Math.Max(set.ActiveCount, _seeds);
        var needed = concern == WriteConcern.Majority ? (members / 2) + 1 : members;
        var having = set.Active.Count(member => member.Name == _self.Replica
            ? _witness.HasHad(member.Incarnation, dot)
            : _witness.HasHad(member.Name, dot));
        if (having < needed)
            _witness.Note(
                "AcknowledgedByTooFew", $"{_self} acknowledged {dot} (w={concern}): {having} of {members} had it");
    }

    /// <summary>Looks at what a client is told to be lost: no member may have had it when the wait began.</summary>
    /// <param name="missing">What the replica says.</param>
    /// <param name="running">The starts that ran then, with what each had on its disk.</param>
    public void ToldLost(MissingContext missing, IReadOnlyDictionary<Incarnation, VectorClock> running)
    {
        var members = running.Where(start => _state.Set.IsCurrent(start.Key) && _witness.Running.ContainsKey(start.Key))
            .ToList();
        foreach (var update in missing.Lost.Where(update => members.Exists(member => Has(member.Value, update))))
            _witness.Note("ToldLostFalsely", $"{_self} says that {update} is lost, and a member has it");

        static bool Has(VectorClock clock, MissingUpdate update) =>
            clock.Entries.Any(known => known.Origin.Nonce == update.Nonce && known.Sequence >= update.Sequence);
    }

    /// <summary>Compares all that is on disk with what the writes say that there must be.</summary>
    public void CompareAll()
    {
        foreach (var key in Held.Select(item => item.Key).Union(_model.Keys).ToList())
            Compare(key);
    }

    private void Advance()
    {
        var state = _storage.State;
        if (!state.Clock.Equals(_delivered))
            _witness.Note("WrongClock", $"{_self} has the clock {state.Clock}, and has delivered {_delivered}");
        if (!state.Clock.Covers(state.Horizon))
            _witness.Note(
                "HorizonNotDelivered", $"{_self} has the clock {state.Clock}, and the horizon {state.Horizon}");
        if (!state.Horizon.Covers(_state.Horizon))
            _witness.Note("HorizonWentBack", $"{_self} had the horizon {_state.Horizon}, and has {state.Horizon}");
        if (state.IsAdmitted && !_state.IsAdmitted && state.Clock.IsEmpty)
            CheckAdmission();
        _state = state;
        _witness.Has(_self, state.Clock);
    }

    /// <summary>An empty disk takes writes only after it has met a majority as empty, or an empty member.</summary>
    private void CheckAdmission()
    {
        if (_seeds > 1 && _witness.EmptySince(_startedAt).All(name => name == _self.Replica))
            _witness.Note("AdmittedTooEarly", $"{_self} takes writes on an empty disk, and no other one was empty");
    }

    /// <summary>A version with a new name is noted when the replica that gave it commits the merge.</summary>
    private void NoteReissued(Key key, VersionSet versions, Dot last)
    {
        foreach (var version in versions.Versions)
        {
            if (version.Dot == version.Identity
                || version.Dot.Origin != _self
                || _witness.Names.Find(version.Dot) is not null)
                continue;
            if (version.Dot.Sequence <= last.Sequence || _witness.Updates.ContainsKey(version.Dot))
                _witness.Note("ReusedDot", $"{_self} reissued {Observed.Text(version)}, and had used that dot before");
            if (_witness.Updates.TryGetValue(version.Identity, out var original))
                _witness.Names.TryAdd(key, version, original.Timestamp);
        }
    }

    /// <summary>
    /// A tombstone is found stable only where each update that a counted start has made without knowing it is here. So
    /// it cannot meet, where it was collected, a lesser delete of the same history.
    /// </summary>
    private void CheckStable(ReplicaState before)
    {
        if (before.Horizon.Covers(_state.Horizon))
            return;
        foreach (var tombstone in _held.Values.SelectMany(set => set.Versions).Where(version =>
            version.Value is null
            && _state.Horizon.Covers(version.Identity)
            && !before.Horizon.Covers(version.Identity)))
        {
            foreach (var update in _witness.Updates.Values.Where(update => !_delivered.Covers(update.Dot)
                && before.Set.IsCurrent(update.Dot.Origin) && _state.Set.IsCurrent(update.Dot.Origin)
                && !update.Dependencies.Covers(tombstone.Identity)))
                _witness.Note(
                    "StableEarly",
                    $"{_self} found {tombstone.Identity} stable, and lacks {update.Dot}, which does not know it");
        }
    }

    /// <summary>
    /// A tombstone may go where the start of every active member has had it, or something that knew it. A start that
    /// has entered the set in the same turn may have come after that was decided: then the one before it must have had
    /// it. No replica may collect one that it held while it keeps a lesser version of the key.
    /// </summary>
    private void NoteCollected(Key key, ReplicaSet before)
    {
        var held = _storage.Read(key);
        foreach (var tombstone in _model[key].Where(version => version.Value is null && !Holds(held, version.Identity)))
        {
            var identity = tombstone.Identity;
            if (_held.TryGetValue(key, out var had)
                && Holds(had, identity)
                && held.Versions.Any(version => version.CompareTo(tombstone) < 0))
                _witness.Note(
                    "CollectedOutOfOrder",
                    $"{_self} collected {identity} at '{key.Name}', and still holds {Observed.Text(held)}");
            if (!_witness.IsCollected(identity, key))
            {
                foreach (var member in _state.Set.Active.Where(member =>
                    !HasHad(member) && !HasHad(before.Find(member.Name))))
                    _witness.Note(
                        "CollectedEarly",
                        $"{_self} collected {identity} at '{key.Name}', and {member.Incarnation} never had it");
            }

            _witness.Collected(identity, key);

            bool HasHad(Member? member) => member is not null && _witness.HasHad(member.Incarnation, identity);
        }
    }

    private void Compare(Key key)
    {
        var held = _storage.Read(key);
        _held[key] = held;
        var expected = _model[key];
        if (!held.Versions.SequenceEqual(
            held.Versions.OrderByDescending(version => version.Timestamp).ThenByDescending(version => version.Dot)))
            _witness.Note(
                "WrongOrder", $"{_self} holds {Observed.Text(held)} at '{key.Name}', which is not their order");
        foreach (var version in held.Versions)
        {
            if (expected.FirstOrDefault(other => other.Identity == version.Identity) is not { } original)
            {
                _witness.Note(
                    "WrongContent",
                    $"{_self} holds {Observed.Text(version)} at '{key.Name}', which a write knew, or "
                        + "which its clock does not cover");
                continue;
            }

            var greatest = _witness.Names.Greatest(key, original, _delivered);
            if (version.Dot != greatest.Dot
                || version.Timestamp != greatest.Timestamp
                || !Equals(version.Value, original.Value))
                _witness.Note(
                    "WrongName",
                    $"{_self} holds {Observed.Text(version)} at '{key.Name}', and its greatest name is "
                        + $"{Observed.Text(greatest)}");
        }

        foreach (var version in expected.Where(version => !Holds(held, version.Identity)))
        {
            if (version.Value is not null)
                _witness.Note(
                    "MissingContent",
                    $"{_self} does not hold {Observed.Text(version)} at '{key.Name}', and no "
                        + "write that it has knew it");
            else if (!_witness.IsCollected(version.Identity, key))
                _witness.Note(
                    "MissingTombstone",
                    $"{_self} does not hold {Observed.Text(version)} at '{key.Name}', which nobody has collected");
        }
    }

    private static bool Holds(VersionSet held, Dot identity) =>
        held.Versions.Any(version => version.Identity == identity);
}
