using AkkaGrid.Core.Verification;

namespace AkkaGrid.Core.Tests.Verification;

/// <summary>A rule of the store that can be broken.</summary>
public enum Rule
{
    None,

    /// <summary>An update waits for all of its dependencies.</summary>
    Dependencies,

    /// <summary>What waits is delivered in the end.</summary>
    Stash,

    /// <summary>A dot is never used twice.</summary>
    Dots,

    /// <summary>A write's timestamp exceeds all in its past.</summary>
    Timestamps,

    /// <summary>A tombstone is kept until every replica has it.</summary>
    Tombstones,

    /// <summary>All of an update is visible or nothing.</summary>
    Batches,
}

/// <summary>
/// A causal store of three replicas in a few lines, random sessions on it, and the history that they see.
/// </summary>
internal sealed class ModelStore(Rule broken, Random random)
{
    private const int Replicas = 3;
    private const int Sessions = 4;
    private const int HoldFor = 20;

    private static readonly string[] Keys = ["x", "y", "z"];

    private readonly List<Update>[] _logs = [[], [], []];
    private readonly Replica[] _replicas = [new(), new(), new()];
    private readonly int[][] _contexts = [.. Enumerable.Range(0, Sessions).Select(_ => new int[Replicas])];
    private readonly List<Operation> _history = [];
    private readonly int[] _skew = [0, 40, -40];
    private int _now;
    private (int To, int From) _held;

    /// <summary>Runs the store for so many operations, lets it settle, and reads every replica.</summary>
    public IReadOnlyList<Operation> Run(int operations)
    {
        for (_now = 1; _now <= operations; _now++)
        {
            if (_now % HoldFor == 1)
                _held = (random.Next(Replicas), random.Next(Replicas));
            for (var i = 0; i < Replicas; i++)
            {
                var link = (To: random.Next(Replicas), From: random.Next(Replicas));
                if (link != _held)
                    Deliver(link.To, link.From);
            }

            Act(random.Next(Sessions), random.Next(Replicas));
        }

        for (var round = 0; round < operations * Replicas; round++)
            Deliver(round % Replicas, round / Replicas % Replicas);
        for (var replica = 0; replica < Replicas; replica++)
        {
            var content = _replicas[replica].Content;
            _history.Add(
                Operation.Final($"n{replica}", Keys.Select(key => (key, content.GetValueOrDefault(key)?.Value))));
        }

        return _history;
    }

    private void Act(int session, int at)
    {
        var replica = _replicas[at];
        var context = _contexts[session];
        if (Enumerable.Range(0, Replicas).Any(other => context[other] > replica.Clock[other]))
            return;
        var name = ((char)('a' + session)).ToString();
        switch (random.Next(8))
        {
            case < 2:
                Read(name, replica, Keys[random.Next(Keys.Length)]);
                break;
            case < 4:
                _history.Add(new Operation(name) { Reads = [.. Keys.Select(key => See(replica, key))] });
                break;
            case < 6:
                Write(name, at, [(Keys[random.Next(Keys.Length)], $"{name}{_now}")]);
                break;
            case 6:
                Write(name, at, [(Keys[random.Next(Keys.Length)], null)]);
                break;
            default:
                Write(name, at, [("x", $"{name}{_now}"), ("y", $"{name}{_now}")]);
                break;
        }

        replica.Clock.CopyTo(context, 0);
    }

    private void Read(string session, Replica replica, string key) =>
        _history.Add(new Operation(session) { Reads = [See(replica, key)] });

    private static KeyRead See(Replica replica, string key) => replica.Content.TryGetValue(key, out var version)
        ? new KeyRead(key, [new SeenVersion(version.Value, version.Value is null ? version.Dot : null)])
        : new KeyRead(key, (string?)null);

    private void Write(string session, int at, (string Key, string? Value)[] changes)
    {
        var replica = _replicas[at];
        replica.Lamport = broken == Rule.Timestamps ? _now + _skew[at] : replica.Lamport + 1;
        var sequence = _logs[at].Count + 1;
        if (broken == Rule.Dots && sequence > 1 && random.Next(10) == 0)
        {
            // As after a crash that took the last update's number with it.
            sequence--;
            _logs[at].RemoveAt(sequence - 1);
            replica.Clock[at]--;
        }

        var update = new Update(at, sequence, (int[])replica.Clock.Clone(), replica.Lamport, changes);
        _logs[at].Add(update);
        replica.Apply(update, int.MaxValue);
        _history.Add(Operation.Batch(session, changes) with { Dot = update.Dot });
        if (broken == Rule.Tombstones && changes is [(var key, null)])
            replica.Content.Remove(key);
    }

    private void Deliver(int to, int from)
    {
        var replica = _replicas[to];
        if (to == from || replica.Clock[from] >= _logs[from].Count)
            return;
        var update = _logs[from][replica.Clock[from]];
        var waits = Enumerable.Range(0, Replicas).Any(other => update.Dependencies[other] > replica.Clock[other]);
        if (waits && broken == Rule.Stash && random.Next(4) == 0)
            replica.Clock[from]++;
        else if (!waits || broken == Rule.Dependencies)
            replica.Apply(update, broken == Rule.Batches && random.Next(2) == 0 ? 1 : int.MaxValue);
    }

    private sealed record Version(string? Value, int Timestamp, int Origin, string Dot);

    private sealed record Update(
        int Origin, int Sequence, int[] Dependencies, int Timestamp, (string Key, string? Value)[] Changes)
    {
        public string Dot => $"n{Origin}.1:{Sequence}";
    }

    private sealed class Replica
    {
        public int[] Clock { get; } = new int[Replicas];

        public int Lamport { get; set; }

        public Dictionary<string, Version> Content { get; } = [];

        public void Apply(Update update, int most)
        {
            Clock[update.Origin] = update.Sequence;
            Lamport = Math.Max(Lamport, update.Timestamp);
            foreach (var (key, value) in update.Changes.Take(most))
            {
                if (Content.GetValueOrDefault(key) is not { } held
                    || (held.Timestamp, held.Origin).CompareTo((update.Timestamp, update.Origin)) < 0)
                    Content[key] = new Version(value, update.Timestamp, update.Origin, update.Dot);
            }
        }
    }
}
