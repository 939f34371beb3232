using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>The dispatcher for EV charging, at any node.</summary>
public sealed class ChargingClient
{
    private readonly GridConnection _connection;

    internal ChargingClient(GridConnection connection) => _connection = connection;

    /// <summary>
    /// Asks for power; a refusal is a <see cref="GridException"/> with its kind, such as <c>no-capacity</c>.
    /// </summary>
    /// <param name="charge">The request.</param>
    /// <param name="idempotencyKey">Makes it safe to send again: the same key gives the same session.</param>
    /// <param name="cancellationToken">Stops waiting; whether a session started is then not known.</param>
    public Task<ChargeAccepted> ChargeAsync(
        ChargeRequest charge, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        var request = _connection.Request(HttpMethod.Post, "/charge", charge, GridJson.Default.ChargeRequest);
        if (idempotencyKey is not null)
            request.Headers.Add(GridHeaders.IdempotencyKey, idempotencyKey);
        return _connection.ReadAsync(request, GridJson.Default.ChargeAccepted, cancellationToken);
    }

    /// <summary>Reads a charging session.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Session> SessionAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(SessionRequest(HttpMethod.Get, id), GridJson.Default.Session, cancellationToken);

    /// <summary>Ends a charging session and frees its power; an ended one is returned as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Session> EndSessionAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(SessionRequest(HttpMethod.Delete, id), GridJson.Default.Session, cancellationToken);

    /// <summary>Reads one page of charging sessions.</summary>
    /// <param name="substation">Only those of this substation.</param>
    /// <param name="state">Only those in this one of <see cref="SessionStates"/>.</param>
    /// <param name="after"><see cref="SessionPage.Next"/> of the page before.</param>
    /// <param name="limit">How many at most; the node's default where absent.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SessionPage> SessionsAsync(
        string? substation = null,
        string? state = null,
        string? after = null,
        int? limit = null,
        CancellationToken cancellationToken = default)
    {
        var query = Query.Of(
            ("substation", substation),
            ("state", state),
            ("after", after),
            ("limit", limit?.ToString(CultureInfo.InvariantCulture)));
        return _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, "/sessions" + query), GridJson.Default.SessionPage, cancellationToken);
    }

    /// <summary>Reads all charging sessions, page by page, in no order that means anything.</summary>
    /// <param name="substation">Only those of this substation.</param>
    /// <param name="state">Only those in this one of <see cref="SessionStates"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<Session> ListSessionsAsync(
        string? substation = null,
        string? state = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? after = null;
        do
        {
            var page = await SessionsAsync(substation, state, after, GridLimits.MaxPage, cancellationToken)
                .ConfigureAwait(false);
            foreach (var session in page.Items)
                yield return session;
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>Reads which requests wait for room.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<WaitingList> QueueAsync(CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, "/queue"), GridJson.Default.WaitingList, cancellationToken);

    /// <summary>Reads all substations.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SubstationList> SubstationsAsync(CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, "/substations"), GridJson.Default.SubstationList, cancellationToken);

    /// <summary>Reads one substation.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Substation> SubstationAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, SubstationPath(id)), GridJson.Default.Substation, cancellationToken);

    /// <summary>Changes what a substation is good for. Nothing that runs is ended.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="maxCapacity">The capacity in kW that counts from now on; null for the configured one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Substation> SetCapacityAsync(
        string id, decimal? maxCapacity, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, new SubstationCapacity(maxCapacity), GridJson.Default.SubstationCapacity, cancellationToken);

    /// <summary>Lets a substation take no new sessions; those that run go on to their end.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Substation> DrainAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            id, new SubstationDrain(SubstationStates.Draining), GridJson.Default.SubstationDrain, cancellationToken);

    /// <summary>Lets a drained substation take sessions again.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Substation> ResumeAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            id, new SubstationDrain(SubstationStates.Active), GridJson.Default.SubstationDrain, cancellationToken);

    /// <summary>
    /// Limits a substation for some time, or until the event is ended. Nothing that runs is ended; where events
    /// overlap, the lowest limit counts.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="limiting">The event.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Substation> LimitAsync(
        string id, SubstationEvent limiting, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(
                HttpMethod.Post, SubstationPath(id) + "/events", limiting, GridJson.Default.SubstationEvent),
            GridJson.Default.Substation,
            cancellationToken);

    /// <summary>Reads the events of a substation that are not over.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<LimitEventList> EventsAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, SubstationPath(id) + "/events"),
            GridJson.Default.LimitEventList,
            cancellationToken);

    /// <summary>Ends an event of a substation, or keeps it from beginning.</summary>
    /// <param name="id">The substation.</param>
    /// <param name="limiting">The id of the event.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Substation> EndEventAsync(string id, string limiting, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Delete, SubstationPath(id) + "/events/" + KeyPath.Encode(limiting)),
            GridJson.Default.Substation,
            cancellationToken);

    /// <summary>Reads the load of every substation and where the balancer is.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<GridStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, "/status"), GridJson.Default.GridStatus, cancellationToken);

    private Task<Substation> ChangeAsync<T>(
        string id, T change, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Patch, SubstationPath(id), change, type),
            GridJson.Default.Substation,
            cancellationToken);

    private static string SubstationPath(string id) => "/substations/" + KeyPath.Encode(id);

    private HttpRequestMessage SessionRequest(HttpMethod method, string id) =>
        _connection.Request(method, "/sessions/" + KeyPath.Encode(id));
}
