using System.Collections.Concurrent;
using System.Globalization;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>
/// A client that moves from node to node with its causal context, does what a seed tells it to, and records what it
/// saw. Now and then it hands its context to another one. Where its context is lost it goes on as another session,
/// without any.
/// </summary>
internal sealed class RoamingSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _name;
    private readonly IReadOnlyList<string> _keys;
    private readonly HistoryRecorder _recorder;
    private readonly Random _random;
    private readonly CausalSession _session = new();
    private readonly EntityTags _tags = new();
    private readonly List<HttpClient> _http;
    private readonly List<StoreClient> _nodes;
    private readonly ConcurrentQueue<(string Context, string Id)> _handedOver = [];
    private int _counter;
    private int _operations;
    private int _losses;

    public RoamingSession(
        string name, IEnumerable<Uri> nodes, IReadOnlyList<string> keys, HistoryRecorder recorder, Random random)
    {
        _name = name;
        _keys = keys;
        _recorder = recorder;
        _random = random;
        _http = [.. nodes.Select(node =>
            new HttpClient(_tags, disposeHandler: false) { BaseAddress = node, Timeout = Patience })];
        _nodes = _http.ConvertAll(http => new GridClient(http, _session).Store);
    }

    /// <summary>Does one operation after the other.</summary>
    /// <param name="goesOn">Whether it does another one, told how many it has done.</param>
    /// <param name="others">Whom it may hand its context.</param>
    /// <param name="recorded">Is told how many operations there are by now, of all sessions.</param>
    public async Task RunAsync(Func<int, bool> goesOn, IReadOnlyList<RoamingSession> others, Func<int, Task> recorded)
    {
        var at = _random.Next(_nodes.Count);
        for (; goesOn(_operations); _operations++)
        {
            var after = new List<string>();
            while (_handedOver.TryDequeue(out var token))
            {
                _session.Join(token.Context);
                after.Add(token.Id);
            }

            if (_random.Next(2) == 0)
                at = _random.Next(_nodes.Count);
            var operation = await DoAsync(_nodes[at]);
            var id = $"{_name}/{_operations}";
            await recorded(_recorder.Add(operation with { Id = id, After = after }));
            if (_random.Next(15) == 0 && _session.Context is { } context)
                others[_random.Next(others.Count)]._handedOver.Enqueue((context, id));
            if (operation.Outcome != Outcome.Ok)
                await Task.Delay(Pause);
        }
    }

    public void Dispose()
    {
        _http.ForEach(http => http.Dispose());
        _tags.Dispose();
    }

    private async Task<Operation> DoAsync(StoreClient node)
    {
        var operation = new Operation($"{_name}.{_losses}");
        try
        {
            return _random.Next(12) switch
            {
                < 2 => await GetAsync(operation, node, AnyKey()),
                < 4 => await GetEnvelopeAsync(operation, node, AnyKey()),
                4 => await SnapshotAsync(operation, node),
                5 => await ListAsync(operation, node),
                < 9 => await PutAsync(operation, node, _random.Next(6) == 0),
                9 => await DeleteAsync(operation, node),
                _ => await BatchAsync(operation, node),
            };
        }
        catch (NotDone failure)
        {
            return failure.Operation;
        }
    }

    private async Task<Operation> GetAsync(Operation operation, StoreClient node, string key)
    {
        var entry = await Answer(operation, node.GetAsync(key));
        return operation with
        {
            Reads =
                [new KeyRead(key, [entry is null ? new SeenVersion(null, _tags.Last) : new SeenVersion(entry.Text)])]
        };
    }

    private async Task<Operation> GetEnvelopeAsync(Operation operation, StoreClient node, string key)
    {
        var envelope = await Answer(operation, node.GetEnvelopeAsync(key));
        return operation with { Reads = [new KeyRead(key, Versions(envelope, _tags.Last))] };
    }

    /// <summary>The versions in an envelope; of a miss, the delete that its tag names.</summary>
    public static IReadOnlyList<SeenVersion> Versions(KeyEnvelope? envelope, string? tag) => envelope is null
        ? [new SeenVersion(null, tag)]
        :
        [
            new SeenVersion(envelope.Value),
            .. envelope.Siblings.Select(sibling =>
                new SeenVersion(sibling.Value, sibling.Value is null ? sibling.Dot : null)),
        ];

    private async Task<Operation> SnapshotAsync(Operation operation, StoreClient node)
    {
        var keys = SomeKeys();
        var snapshot = await Answer(operation, node.SnapshotAsync(keys));
        return operation with { Reads = [.. keys.Select(key => new KeyRead(key, snapshot.Values[key]?.ToString()))] };
    }

    private async Task<Operation> ListAsync(Operation operation, StoreClient node)
    {
        var after = _random.Next(2) == 0 ? AnyKey() : null;
        var page = await Answer(operation, node.ListPageAsync("k", after, _random.Next(1, _keys.Count + 2)));
        return operation with
        {
            Reads = [.. page.Items.Select(item => new KeyRead(item.Key, item.Value))],
            Range = new KeyRange("k", after, page.Next),
        };
    }

    private async Task<Operation> PutAsync(Operation operation, StoreClient node, bool atAll)
    {
        var write = new KeyWrite(AnyKey(), NewValue());
        operation = operation with { Writes = [write] };
        var options = atAll
            ? new WriteOptions { Concern = WriteConcern.All, Timeout = TimeSpan.FromMilliseconds(100) }
            : null;
        var written = await Answer(operation, node.PutAsync(write.Key, write.Value!, options));
        return operation with { Dot = written.Dot };
    }

    private async Task<Operation> DeleteAsync(Operation operation, StoreClient node)
    {
        var key = AnyKey();
        operation = operation with { Writes = [new KeyWrite(key, null)] };
        var written = await Answer(operation, node.DeleteAsync(key));
        return operation with { Dot = written.Dot };
    }

    private async Task<Operation> BatchAsync(Operation operation, StoreClient node)
    {
        operation = operation with
        {
            Writes = [.. SomeKeys().Select(key => new KeyWrite(key, _random.Next(4) == 0 ? null : NewValue()))],
        };
        var batch = new BatchRequest(
            operation.Writes.Where(write => write.Value is not null)
                .ToDictionary(write => write.Key, write => StoredValue.Of(write.Value!)),
            [.. operation.Writes.Where(write => write.Value is null).Select(write => write.Key)]);
        var written = await Answer(operation, node.WriteAsync(batch));
        return operation with { Dot = written.Dot };
    }

    /// <summary>Awaits an answer; a refusal for want of causes, and an unknown outcome, are outcomes too.</summary>
    private async Task<T> Answer<T>(Operation operation, Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (GridException error)
            when (error.Kind is ProblemKinds.ContextUnavailable or ProblemKinds.StoreUnavailable)
        {
            throw new NotDone(operation with { Outcome = Outcome.Failed });
        }
        catch (GridException error) when (error.Kind is ProblemKinds.OutcomeUnknown)
        {
            var dot = error.Members.TryGetValue("dot", out var member) ? member.GetString() : null;
            throw new NotDone(operation with { Outcome = Outcome.Unknown, Dot = dot });
        }
        catch (GridException error) when (error.Kind is ProblemKinds.ContextLost)
        {
            _session.Clear();
            _losses++;
            throw new NotDone(operation with { Outcome = Outcome.Failed });
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            throw new NotDone(operation with { Outcome = Outcome.Unknown });
        }
    }

    private string NewValue() => string.Create(CultureInfo.InvariantCulture, $"{_name}-{++_counter}");

    private string AnyKey() => _keys[_random.Next(_keys.Count)];

    private List<string> SomeKeys()
    {
        var keys = _keys.ToArray();
        _random.Shuffle(keys);
        return [.. keys.Take(_random.Next(2, keys.Length + 1))];
    }

    private sealed class NotDone(Operation operation) : Exception
    {
        public Operation Operation => operation;
    }
}
