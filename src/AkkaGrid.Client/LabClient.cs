using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>
/// The lab: holds, delays, drops and doubles what one replica sends another. 404 where a node has it off.
/// </summary>
public sealed class LabClient
{
    private readonly GridConnection _connection;

    internal LabClient(GridConnection connection) => _connection = connection;

    /// <summary>Reads the links that are interfered with.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<LabLinkList> LinksAsync(CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, "/lab/links"), GridJson.Default.LabLinkList, cancellationToken);

    /// <summary>Changes what happens on a link.</summary>
    /// <param name="link">The link and one of <see cref="LinkModes"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<LabLink> SetLinkAsync(LabLink link, CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Post, "/lab/links", link, GridJson.Default.LabLink),
            GridJson.Default.LabLink,
            cancellationToken);
}
