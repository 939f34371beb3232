using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>The cluster as one node sees it, and what an operator can do to it there.</summary>
/// <remarks>A command is under way when its call returns, with the members as they were just then.</remarks>
public sealed class ClusterClient
{
    private readonly GridConnection _connection;

    internal ClusterClient(GridConnection connection) => _connection = connection;

    /// <summary>Reads the members, the leader and the node that carries the balancer.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<ClusterMembers> MembersAsync(CancellationToken cancellationToken = default) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Get, "/cluster/members"),
            GridJson.Default.ClusterMembers,
            cancellationToken);

    /// <summary>Brings the node into a cluster.</summary>
    /// <param name="address">
    /// The address of a member, <c>akka.tcp://AkkaGrid@host:port</c>; null for any cluster that a seed is in.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="GridException">The node is in a cluster, or the address cannot be one.</exception>
    public Task<ClusterMembers> JoinAsync(string? address = null, CancellationToken cancellationToken = default) =>
        CommandAsync("join", new ClusterTarget(Address: address), cancellationToken);

    /// <summary>Lets a member hand over what it has and leave; it stays out until it is told to join.</summary>
    /// <param name="member">The member; null for the node that is asked.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="GridException">There is no such member, or the node is in no cluster.</exception>
    public Task<ClusterMembers> LeaveAsync(
        ClusterTarget? member = null, CancellationToken cancellationToken = default) =>
        CommandAsync("leave", member ?? new ClusterTarget(), cancellationToken);

    /// <summary>Marks a member as gone for good. One that lives restarts its actor system and comes back.</summary>
    /// <param name="member">The member, by name or address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="GridException">There is no such member, or the node is in no cluster.</exception>
    public Task<ClusterMembers> DownAsync(ClusterTarget member, CancellationToken cancellationToken = default) =>
        CommandAsync("down", member, cancellationToken);

    /// <summary>Marks all members as gone that the node cannot reach.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="GridException">The node is in no cluster.</exception>
    public Task<ClusterMembers> DownUnreachableAsync(CancellationToken cancellationToken = default) =>
        CommandAsync("down-unreachable", new ClusterTarget(), cancellationToken);

    /// <summary>
    /// Tells what changes in the cluster, as the node sees it, until it is cancelled. A tail that breaks off goes on by
    /// itself.
    /// </summary>
    /// <param name="options">
    /// When the connection counts as lost, and what to call then; the defaults where absent.
    /// </param>
    /// <param name="cancellationToken">Ends it, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// The members first, then each change. A change that happens while the tail begins may be in both. After a lost
    /// connection the members come again, in place of the changes that were missed.
    /// </returns>
    /// <exception cref="GridException">The node refuses the tail for good, or at its beginning.</exception>
    public IAsyncEnumerable<ClusterEvent> TailAsync(
        ClusterTailOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ClusterTailOptions();
        return new ResumingStream<ClusterEvent>(
            [_connection], options, node => ClusterTailConnection.OpenAsync(node, options, cancellationToken))
            .ReadAsync(cancellationToken)
            .Select(next => next.Data!);
    }

    private Task<ClusterMembers> CommandAsync(
        string command, ClusterTarget target, CancellationToken cancellationToken) =>
        _connection.ReadAsync(
            _connection.Request(HttpMethod.Post, "/cluster/" + command, target, GridJson.Default.ClusterTarget),
            GridJson.Default.ClusterMembers,
            cancellationToken);
}
