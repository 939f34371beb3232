using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>The causal key-value store of one node. Every call carries the session's context.</summary>
public sealed class StoreClient
{
    private readonly GridConnection _connection;

    internal StoreClient(GridConnection connection) => _connection = connection;

    /// <summary>The node.</summary>
    internal GridConnection Connection => _connection;

    /// <summary>Writes a value.</summary>
    /// <param name="key">Any text but the empty one.</param>
    /// <param name="value">Any bytes.</param>
    /// <param name="contentType">What they are; returned on reading.</param>
    /// <param name="options">Write concern and condition; the node's defaults where absent.</param>
    /// <param name="cancellationToken">Stops waiting; whether the write happened is then not known.</param>
    public Task<KeyWritten> PutAsync(
        string key,
        ReadOnlyMemory<byte> value,
        string contentType = "application/octet-stream",
        WriteOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var request = Write(HttpMethod.Put, key, options);
        request.Content = new ReadOnlyMemoryContent(value);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return _connection.ReadCausallyAsync(request, GridJson.Default.KeyWritten, cancellationToken);
    }

    /// <summary>Writes a text as UTF-8.</summary>
    /// <inheritdoc cref="PutAsync(string, ReadOnlyMemory{byte}, string, WriteOptions?, CancellationToken)"/>
    public Task<KeyWritten> PutAsync(
        string key, string value, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        PutAsync(key, Encoding.UTF8.GetBytes(value), "text/plain; charset=utf-8", options, cancellationToken);

    /// <summary>Deletes a key; succeeds also where nothing was.</summary>
    /// <param name="key">The key.</param>
    /// <param name="options">Write concern and condition; the node's defaults where absent.</param>
    /// <param name="cancellationToken">Stops waiting; whether the delete happened is then not known.</param>
    public Task<KeyWritten> DeleteAsync(
        string key, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        _connection.ReadCausallyAsync(
            Write(HttpMethod.Delete, key, options), GridJson.Default.KeyWritten, cancellationToken);

    /// <summary>Reads the winning version of a key; null where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<StoreEntry?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        var request = _connection.Request(HttpMethod.Get, "/kv/" + KeyPath.Encode(key));
        using var response = await _connection.SendCausallyAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;

        await Problems.ThrowIfErrorAsync(response, cancellationToken).ConfigureAwait(false);
        var siblings = GridConnection.Header(response, GridHeaders.Siblings);
        return new(
            await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false),
            response.Content.Headers.TryGetValues("Content-Type", out var types) ? types.FirstOrDefault() : null,
            GridConnection.Header(response, "ETag"),
            int.TryParse(siblings, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0);
    }

    /// <summary>Reads a key with its siblings; null where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<KeyEnvelope?> GetEnvelopeAsync(string key, CancellationToken cancellationToken = default)
    {
        var request = _connection.Request(HttpMethod.Get, $"/kv/{KeyPath.Encode(key)}?envelope=true");
        using var response = await _connection.SendCausallyAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : await GridConnection.ReadAsync(response, GridJson.Default.KeyEnvelope, cancellationToken)
                .ConfigureAwait(false);
    }

    /// <summary>Reads one page of keys in order: one causally consistent cut.</summary>
    /// <param name="prefix">What the keys begin with; all where absent.</param>
    /// <param name="after">
    /// The key before the first that is wanted; <see cref="KeyPage.Next"/> of the page before.
    /// </param>
    /// <param name="limit">How many at most, 1 to 1000; 100 where absent.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<KeyPage> ListPageAsync(
        string? prefix = null, string? after = null, int? limit = null, CancellationToken cancellationToken = default)
    {
        var query = Query.Of(
            ("prefix", prefix), ("after", after), ("limit", limit?.ToString(CultureInfo.InvariantCulture)));
        return _connection.ReadCausallyAsync(
            _connection.Request(HttpMethod.Get, "/kv" + query), GridJson.Default.KeyPage, cancellationToken);
    }

    /// <summary>Reads all keys in order, page by page; each page is a cut of its own.</summary>
    /// <param name="prefix">What the keys begin with; all where absent.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<KeyItem> ListAsync(
        string? prefix = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? after = null;
        do
        {
            var page = await ListPageAsync(prefix, after, GridLimits.MaxPage, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
                yield return item;
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>
    /// Writes and deletes several keys as one update: all of it is visible or none, at every replica.
    /// </summary>
    /// <param name="batch">The puts and deletes.</param>
    /// <param name="options">Write concern; the node's default where absent.</param>
    /// <param name="cancellationToken">Stops waiting; whether the batch happened is then not known.</param>
    public Task<BatchWritten> WriteAsync(
        BatchRequest batch, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        _connection.ReadCausallyAsync(
            _connection.Request(HttpMethod.Post, "/store/batch" + options?.Query, batch, GridJson.Default.BatchRequest),
            GridJson.Default.BatchWritten,
            cancellationToken);

    /// <summary>Reads several keys as of one causally consistent cut.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Snapshot> SnapshotAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default) =>
        _connection.ReadCausallyAsync(
            _connection.Request(
                HttpMethod.Post, "/store/snapshot", new SnapshotRequest(keys), GridJson.Default.SnapshotRequest),
            GridJson.Default.Snapshot,
            cancellationToken);

    /// <summary>Reads how far the node's replica is, and what it waits for.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<ReplicaState> ReplicaAsync(CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, "/store/replica"), GridJson.Default.ReplicaState, cancellationToken);

    /// <summary>
    /// Watches changes as the node delivers them, in causal order. A watch that breaks off goes on by itself where it
    /// was, at this node or another; what it has told is part of the session.
    /// </summary>
    /// <param name="options">What to watch and from where; all keys from now on where absent.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="GridException">
    /// A node refuses the watch for good, or none takes it at its beginning.
    /// </exception>
    public IAsyncEnumerable<WatchEvent> WatchAsync(
        WatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        return ResumingWatch.ReadAsync(_connection, options ?? new(), cancellationToken);
    }

    /// <summary>Asks why an update is, or is not, visible at the node.</summary>
    /// <param name="dot">The update, as the answer to a write spells it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<UpdateExplanation> ExplainAsync(string dot, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, "/store/explain" + Query.Of(("dot", dot))),
            GridJson.Default.UpdateExplanation,
            cancellationToken);

    /// <summary>Takes a replica that is gone for good out of the replica set; its node must be stopped.</summary>
    /// <param name="name">The replica's name.</param>
    /// <param name="force">Whether it goes although no majority of the replicas can be reached.</param>
    /// <param name="cancellationToken">Stops waiting; the retirement goes on.</param>
    public Task<ReplicaRetired> RetireAsync(
        string name, bool force = false, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(
                HttpMethod.Post, "/store/retire", new RetireRequest(name, force), GridJson.Default.RetireRequest),
            GridJson.Default.ReplicaRetired,
            cancellationToken);

    /// <summary>Copies the node's store, at one causal cut and while it serves on, into a folder at the node.</summary>
    /// <param name="name">The backup's name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
    /// <param name="cancellationToken">Stops waiting; the backup goes on.</param>
    public Task<BackupMade> BackupAsync(string name, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(
                HttpMethod.Post, "/store/backup", new BackupRequest(name), GridJson.Default.BackupRequest),
            GridJson.Default.BackupMade,
            cancellationToken);

    private HttpRequestMessage Write(HttpMethod method, string key, WriteOptions? options)
    {
        var request = _connection.Request(method, $"/kv/{KeyPath.Encode(key)}{options?.Query}");
        if (options?.IfMatch is { } etag)
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        if (options?.IfNoneMatch is { } others)
            request.Headers.TryAddWithoutValidation("If-None-Match", others);
        return request;
    }
}
