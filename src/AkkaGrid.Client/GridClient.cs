namespace AkkaGrid.Client;

/// <summary>
/// One node of an AkkaGrid, called over HTTP: its store, its charging, its cluster and its lab. Thread-safe.
/// </summary>
/// <remarks>
/// Every call throws <see cref="GridException"/> where the grid answers with an error,
/// <see cref="HttpRequestException"/> where no node answers, and <see cref="OperationCanceledException"/> where the
/// call is cancelled or the <see cref="HttpClient.Timeout"/> passes.
/// </remarks>
public sealed class GridClient
{
    /// <summary>A client of the node at the base address of <paramref name="http"/>.</summary>
    /// <param name="http">
    /// Carries the calls; its <see cref="HttpClient.BaseAddress"/> is the node's URL. Not disposed.
    /// </param>
    /// <param name="session">
    /// What has been seen so far; share one among clients to roam. A new one where absent.
    /// </param>
    /// <exception cref="ArgumentException">The base address is missing.</exception>
    public GridClient(HttpClient http, CausalSession? session = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        Session = session ?? new CausalSession();
        var connection = new GridConnection(http, Session);
        Store = new(connection);
        Charging = new(connection);
        Cluster = new(connection);
        Lab = new(connection);
    }

    /// <summary>What has been read and written through this client, and through those that share the session.</summary>
    public CausalSession Session { get; }

    /// <summary>The causal key-value store.</summary>
    public StoreClient Store { get; }

    /// <summary>Charge requests, sessions and substations.</summary>
    public ChargingClient Charging { get; }

    /// <summary>The members of the cluster.</summary>
    public ClusterClient Cluster { get; }

    /// <summary>The lab that interferes with replication.</summary>
    public LabClient Lab { get; }
}
