using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>The cluster as one node sees it.</summary>
public sealed class ClusterClient
{
    private readonly GridConnection _connection;

    internal ClusterClient(GridConnection connection) => _connection = connection;

    /// <summary>Reads the members, the leader and the node that carries the balancer.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public Task<ClusterMembers> MembersAsync(CancellationToken cancel = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, "/cluster/members"), GridJson.Default.ClusterMembers, cancel);
}
