using System.Collections.Immutable;
using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.Verification;
using AkkaGrid.Testing.Simulation.Judging;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// A client that makes one call at a time, at any replica, carries its causal context along, and writes down what it
/// saw.
/// </summary>
public sealed class VirtualSession(int number, List<RecordedCall> record)
{
    private const int MaxRefusals = 6;

    private readonly Dictionary<string, string> _etags = [];
    private readonly List<string> _follows = [];
    private readonly List<CausalContext> _abandoned = [];
    private VirtualCall? _open;
    private RecordedCall? _last;
    private string _name = $"session{number}";
    private int _lives = 1;
    private int _refusals;
    private int _values;
    private int _calls;

    public CausalContext Context { get; private set; } = CausalContext.Empty;

    /// <summary>
    /// Contexts that no replica had in time, and with which nobody goes on. Each must be had, or be told to be lost, in
    /// the end.
    /// </summary>
    public IReadOnlyList<CausalContext> Abandoned => _abandoned;

    /// <summary>How often it was told that what it has seen is lost.</summary>
    public int TimesLost { get; private set; }

    /// <summary>Begins a call.</summary>
    /// <returns>The call; null where the session is busy with the one before.</returns>
    public VirtualCall? Begin(Call step)
    {
        if (_open is { IsDone: false })
            return null;
        var ifMatch = step.Act == Act.PutIfMatch ? _etags.GetValueOrDefault(step.Keys[0], "*") : null;
        return _open = new VirtualCall(
            this, step, step.IsWrite ? [.. step.Keys.Select((key, at) => Change(step, key, at))] : [], ifMatch);
    }

    /// <summary>Takes over what another session has seen.</summary>
    public void Take(VirtualSession other)
    {
        if (_open is { IsDone: false } || other._last is not { } last)
            return;
        Context = Context.Join(other.Context);
        _follows.Add(last.Named(other._calls));
    }

    public void Read(VirtualCall call, IReadOnlyList<KeyValuePair<Key, VersionSet>> items)
    {
        Context = Context.With(items.SelectMany(item => item.Value.Dots));
        foreach (var (key, versions) in items)
            _etags[key.Name] = ETag.Of(versions);
        var isList = call.Step.Act == Act.List;
        var seen = items.Where(item => !isList || item.Value.Value is not null);
        var operation = new Operation(_name)
        {
            Reads = [.. seen.Select(item => Observed.Read(item.Key, item.Value))],
            Range = isList ? new KeyRange() : null,
        };
        Record(call, operation, items);
    }

    public void Wrote(VirtualCall call)
    {
        Context = Context.With(call.Dot!.Value);
        foreach (var mutation in call.Mutations)
            _etags.Remove(mutation.Key.Name);
        Record(call, Written(call, Outcome.Ok));
    }

    public void Failed(VirtualCall call, Outcome outcome)
    {
        if (call.Step.IsWrite)
            Record(call, Written(call, outcome));
        if (++_refusals < MaxRefusals || Context == CausalContext.Empty)
            return;
        _abandoned.Add(Context);
        StartOver();
    }

    /// <summary>Is told that what it has seen is lost.</summary>
    public void Lost(VirtualCall call)
    {
        if (call.Step.IsWrite)
            Record(call, Written(call, Outcome.Failed));
        TimesLost++;
        StartOver();
    }

    /// <summary>Gives up what it has seen, and goes on as another session.</summary>
    private void StartOver()
    {
        _name = $"session{number}, life {++_lives}";
        (Context, _last, _refusals) = (CausalContext.Empty, null, 0);
        _etags.Clear();
        _follows.Clear();
    }

    private Mutation Change(Call step, string key, int at)
    {
        var deletes = step.Act == Act.Delete || (step.Act == Act.Batch && at % 3 == 2);
        return new Mutation(
            Key.Create(Keyspace.User, key),
            deletes ? null : new Value(Encoding.UTF8.GetBytes($"{number}-{++_values}")));
    }

    private Operation Written(VirtualCall call, Outcome outcome) => new(_name)
    {
        Outcome = outcome,
        Writes = [.. call.Mutations.Select(mutation => new KeyWrite(mutation.Key.Name, Observed.Text(mutation.Value)))],
    };

    private void Record(
        VirtualCall call, Operation operation, IReadOnlyList<KeyValuePair<Key, VersionSet>>? seen = null)
    {
        _calls++;
        var recorded = new RecordedCall(operation with { After = [.. _follows] }, call)
        {
            Seen = (seen ?? []).ToDictionary(item => item.Key.Name, item => item.Value),
        };
        record.Add(recorded);
        if (operation.Outcome != Outcome.Ok)
            return;
        _refusals = 0;
        _follows.Clear();
        _last = recorded;
    }
}
