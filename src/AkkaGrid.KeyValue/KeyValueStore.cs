using System.Security.Cryptography;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.KeyValue.Actors;
using AkkaGrid.KeyValue.Observing;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Telemetry;
using AkkaGrid.KeyValue.Watching;
using Prometheus;

namespace AkkaGrid.KeyValue;

/// <summary>
/// The store of one node, as its edge sees it. It outlives actor systems: reads come from disk whenever the state there
/// covers the request's context; writes wait, bounded, for the replica actor.
/// </summary>
public sealed class KeyValueStore : IDisposable
{
    private const long MaxPageBytes = 4 << 20;

    private readonly ReplicaAccess _replica;
    private readonly StoreWriter _writer;

    /// <summary>
    /// Updates of other replicas have been delivered; null where a snapshot was merged, which may have changed any key.
    /// Raised on the thread of the replica, which a handler must not block.
    /// </summary>
    public event Action<IReadOnlyCollection<Update>?>? Received;

    /// <summary>Opens the store of a node.</summary>
    /// <param name="options">How it is run.</param>
    /// <param name="storage">Where it keeps its data; the store disposes of it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Where its metrics go.</param>
    public KeyValueStore(KeyValueOptions options, IReplicaStorage storage, TimeProvider time, IMetricFactory metrics)
    {
        Options = options;
        Storage = storage;
        Time = time;
        Telemetry = new KeyValueTelemetry(metrics);
        Backups = new Backups(storage, options.BackupDirectory);
        Watches = new WatchPlaces(options.MaxWatches, Telemetry.Watching);
        Links = new LinkGate(options.Name, new Random((int)NewNonce()));
        _replica = new ReplicaAccess(options, storage, Handle, time, Telemetry);
        _writer = new StoreWriter(this, _replica);
    }

    /// <summary>How it is run.</summary>
    public KeyValueOptions Options { get; }

    /// <summary>The newest known incarnation of each replica.</summary>
    public IReadOnlyDictionary<ReplicaId, Incarnation> NewestIncarnations => Storage.State.Set.Newest;

    /// <summary>Whether there is a replica that takes writes.</summary>
    public bool IsServing => IsAttached && Handle.Admitted is not null;

    /// <summary>Why no writes are taken; null while they are.</summary>
    public string? Refusal => this switch
    {
        { Fault: { } fault } => fault,
        { IsServing: true } => null,
        { IsAttached: true } => RequestFailures.Describe(new AwaitingAdmission([], [], Options.Replica.OtherSeeds)),
        _ => "The replica is starting; reads are answered, writes wait",
    };

    /// <summary>Why the disk takes no writes; null while it does.</summary>
    public string? Fault => Handle.Fault;

    internal IReplicaStorage Storage { get; }

    internal TimeProvider Time { get; }

    internal KeyValueTelemetry Telemetry { get; }

    internal ReplicaHandle Handle { get; } = new();

    /// <summary>Raised by the replica actor whenever it has committed.</summary>
    internal CommitSignal Commits { get; } = new();

    /// <summary>The lab's links, which outlive a replica. Only the replica actor changes them.</summary>
    internal LinkGate Links { get; }

    private bool IsAttached => Handle.GetAsync().IsCompletedSuccessfully;

    private WatchPlaces Watches { get; }

    private Backups Backups { get; }

    /// <summary>Writes one update.</summary>
    /// <exception cref="ContextNotReachedException">The context was not covered; nothing was written.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold; nothing was written.</exception>
    /// <exception cref="StoreUnavailableException">The replica takes no write now; nothing was written.</exception>
    /// <exception cref="TooLargeException">The write is beyond a limit; nothing was written.</exception>
    /// <exception cref="WriteUncertainException">The time was up before the concern was met.</exception>
    public Task<WriteResult> WriteAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(request, cancellationToken);

    /// <summary>Reads a key.</summary>
    /// <exception cref="ContextNotReachedException">The context was not covered in time.</exception>
    /// <exception cref="StoreUnavailableException">The replica is not there to wait at.</exception>
    public async Task<ReadResult> ReadAsync(
        Key key, CausalContext context, CancellationToken cancellationToken = default)
    {
        await _replica.ReachAsync(context, cancellationToken);
        // In this order: the versions are no older than the clock.
        var clock = Storage.Clock;
        var versions = Storage.Read(key);
        return new ReadResult(versions, clock, Shortened(context.Join(versions.Seen), clock));
    }

    /// <summary>Reads many keys at one cut.</summary>
    /// <exception cref="ContextNotReachedException">The context was not covered in time.</exception>
    /// <exception cref="StoreUnavailableException">The replica is not there to wait at.</exception>
    /// <exception cref="TooLargeException">There are too many keys, or too much in them.</exception>
    public async Task<SnapshotResult> ReadManyAsync(
        IReadOnlyCollection<Key> keys, CausalContext context, CancellationToken cancellationToken = default)
    {
        if (keys.Count > Options.MaxBatchKeys)
            throw new TooLargeException(
                $"A snapshot reads at most {Options.MaxBatchKeys} keys; these are {keys.Count}");
        using var view = await OpenViewAsync(context, cancellationToken);
        var items = new List<KeyValuePair<Key, VersionSet>>();
        var bytes = 0L;
        foreach (var key in keys)
        {
            items.Add(KeyValuePair.Create(key, view.Read(key)));
            bytes += SizeOf(items[^1].Value);
            if (bytes > Options.MaxBatchBytes)
                throw new TooLargeException(
                    $"The values of these keys have more than {Options.MaxBatchBytes} bytes; read fewer at once");
        }

        return new SnapshotResult(
            items,
            view.State.Clock,
            Shortened(context.With(items.SelectMany(item => item.Value.Dots)), view.State.Clock));
    }

    /// <summary>
    /// Lists the keys that hold a value, in order, at one cut. A page ends early where its values get large. A client's
    /// key holds the value that wins; a key of charging any value that no delete knew, because a session must not
    /// vanish behind a concurrent delete.
    /// </summary>
    /// <param name="keyspace">Whose keys.</param>
    /// <param name="prefix">Only keys that start so; empty for all.</param>
    /// <param name="after">Only keys behind this one; null for all.</param>
    /// <param name="limit">The most keys, at least 1.</param>
    /// <param name="context">What the client has seen.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <exception cref="ContextNotReachedException">The context was not covered in time.</exception>
    /// <exception cref="StoreUnavailableException">The replica is not there to wait at.</exception>
    public async Task<PageResult> ListAsync(
        Keyspace keyspace,
        string prefix,
        string? after,
        int limit,
        CausalContext context,
        CancellationToken cancellationToken = default)
    {
        using var view = await OpenViewAsync(context, cancellationToken);
        var seen = context;
        var items = new List<KeyValuePair<Key, VersionSet>>();
        var hasMore = false;
        var bytes = 0L;
        foreach (var item in view.Scan(keyspace, prefix, after))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var holdsValue = keyspace == Keyspace.Charging
                ? item.Value.Versions.Any(version => version.Value is not null)
                : item.Value.Value is not null;
            if (holdsValue && (hasMore = items.Count == limit || bytes > MaxPageBytes))
                break;
            seen = seen.With(item.Value.Dots);
            bytes += SizeOf(item.Value);
            if (holdsValue)
                items.Add(item);
        }

        return new PageResult(
            items, hasMore ? items[^1].Key.Name : null, view.State.Clock, Shortened(seen, view.State.Clock));
    }

    /// <summary>
    /// Opens a watch, once the replica has what its context asks for. What its cursor asks for is awaited by the open
    /// watch.
    /// </summary>
    /// <exception cref="ContextNotReachedException">The context was not covered in time.</exception>
    /// <exception cref="StoreUnavailableException">The replica is not there to wait at.</exception>
    /// <exception cref="TooManyWatchesException">There are as many as there may be.</exception>
    public async Task<Watch> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default)
    {
        var place = Watches.Take();
        try
        {
            await _replica.ReachAsync(request.Context, cancellationToken);
            return new Watch(this, request, place);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="ReplicaAccess.AwaitCursorAsync"/>
    internal Task<string?> AwaitCursorAsync(WatchCursor cursor, CancellationToken cancellationToken) =>
        _replica.AwaitCursorAsync(cursor, cancellationToken);

    /// <summary>Counts a watcher that was cut off because it did not read.</summary>
    public void WatchCutOff() => Telemetry.WatchCutOff();

    /// <summary>Reads a key that has one writer and no causal context; asks the peers where it is not here.</summary>
    /// <exception cref="StoreUnavailableException">The replica does not answer.</exception>
    public async Task<VersionSet> FindAsync(Key key, CancellationToken cancellationToken = default)
    {
        var versions = Storage.Read(key);
        return versions.IsEmpty
            ? await _replica.AskAsync<VersionSet>(reply => new FindKey(key, reply), cancellationToken)
            : versions;
    }

    /// <summary>
    /// Completes when this replica has what the members that can be reached have; at once where it is meant to be the
    /// only one. Waits as long as it takes.
    /// </summary>
    public Task CaughtUpAsync(CancellationToken cancellationToken = default) =>
        _replica.CaughtUpAsync(cancellationToken);

    /// <summary>Copies the store, at one causal cut and while it serves on, into a folder below its backups.</summary>
    /// <returns>The folder: a data directory, of which a copy can be started. The start is a new incarnation.</returns>
    /// <exception cref="BackupExistsException">There is one of that name.</exception>
    /// <exception cref="StoreUnavailableException">It could not be written, and nothing is left of it.</exception>
    public Task<string> BackupAsync(BackupName name, CancellationToken cancellationToken = default) =>
        Backups.MakeAsync(name, cancellationToken);

    /// <summary>How the replica stands.</summary>
    /// <exception cref="StoreUnavailableException">It does not answer.</exception>
    public Task<ReplicaStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        _replica.AskAsync<ReplicaStatus>(reply => new GetStatus(reply), cancellationToken);

    /// <summary>How the replica stands, and some of the updates that have come since it was last asked so.</summary>
    /// <remarks>For one who asks a few times a second: the replica takes notes only while somebody does.</remarks>
    /// <exception cref="StoreUnavailableException">It does not answer.</exception>
    public Task<ReplicaObservation> ObserveAsync(CancellationToken cancellationToken = default) =>
        _replica.AskAsync<ReplicaObservation>(reply => new GetObservation(reply), cancellationToken);

    /// <summary>Why an update is, or is not, visible here.</summary>
    /// <exception cref="StoreUnavailableException">The replica does not answer.</exception>
    public async Task<ExplainResult> ExplainAsync(Dot dot, CancellationToken cancellationToken = default)
    {
        var explanation = await _replica.AskAsync<Explanation>(
            reply => new GetExplanation(dot, reply), cancellationToken);
        var update = explanation.Status == UpdateStatus.Delivered
            ? Storage.ReadLog(dot.Origin, dot.Sequence).FirstOrDefault()
            : null;
        return new ExplainResult(explanation, update is null ? null : [.. ChangeOutcomes.Of(update, Storage)]);
    }

    /// <summary>
    /// Takes a member that is gone for good out of the replica set: the others agree on its last updates, take no more
    /// of it, and wait for it no more.
    /// </summary>
    /// <param name="name">The member.</param>
    /// <param name="isForced">Whether it goes although no majority of the set can be reached.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <returns>The replica set after it.</returns>
    /// <exception cref="RetireRefusedException">It may not be retired; nothing was done.</exception>
    /// <exception cref="RetireUnderWayException">The others have not agreed in time; it goes on by itself.</exception>
    /// <exception cref="StoreUnavailableException">The replica does not answer.</exception>
    public async Task<ReplicaSet> RetireAsync(
        ReplicaId name, bool isForced, CancellationToken cancellationToken = default)
    {
        var reply = new ReplicaReply<ReplicaState>();
        await _replica.TellAsync(new Retire(name, isForced, reply), cancellationToken);
        try
        {
            return (await reply.Task.WaitAsync(Options.WriteTimeout, Time, cancellationToken)).Set;
        }
        catch (TimeoutException)
        {
            throw new RetireUnderWayException(name);
        }
        finally
        {
            reply.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Changes a link of the lab, from any node.</summary>
    /// <exception cref="UnknownReplicaException">One of its ends is not in the replica set.</exception>
    /// <exception cref="StoreUnavailableException">The replica at its end does not answer.</exception>
    public Task<Link> SetLinkAsync(Link link, CancellationToken cancellationToken = default) =>
        _replica.AskAsync<Link>(reply => new ChangeLink(link, reply), cancellationToken);

    /// <summary>The links that the lab has changed.</summary>
    /// <exception cref="StoreUnavailableException">The replica does not answer.</exception>
    public Task<IReadOnlyList<Link>> LinksAsync(CancellationToken cancellationToken = default) =>
        _replica.AskAsync<IReadOnlyList<Link>>(reply => new GetLinks(reply), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => Storage.Dispose();

    /// <summary>A replica has committed: wakes those who wait for that.</summary>
    internal void Committed(Turn turn, Incarnation self)
    {
        Commits.Raise();
        if (Received is not { } received)
            return;
        if (turn.Installs is not null)
            received(null);
        if (turn.Changes is not { Log.Count: > 0 } changes)
            return;
        Update[] ofOthers = [.. changes.Log.Where(update => update.Dot.Origin != self)];
        if (ofOthers.Length > 0)
            received(ofOthers);
    }

    /// <summary>64 random bits, as a new incarnation takes them.</summary>
    internal static ulong NewNonce() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Opens a cut that covers a context.</summary>
    /// <exception cref="ContextNotReachedException">The context was not covered in time.</exception>
    /// <exception cref="StoreUnavailableException">The replica is not there to wait at.</exception>
    internal async Task<IReplicaView> OpenViewAsync(CausalContext context, CancellationToken cancellationToken)
    {
        await _replica.ReachAsync(context, cancellationToken);
        return Storage.OpenView();
    }

    private CausalContext Shortened(CausalContext seen, VectorClock delivered) =>
        seen.Shortened(delivered, Storage.Bases);

    private static long SizeOf(VersionSet versions) =>
        versions.Versions.Sum(version => (long)(version.Value?.Bytes.Length ?? 0));
}
