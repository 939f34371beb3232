using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Node.Hosting;

namespace AkkaGrid.Node.Formation;

/// <summary>
/// Downs an unreachable member whose process has ended: its machine refuses connections to its address, so it is
/// neither slow nor cut off, and will not come back. It is downed at once, without the split brain resolver's waiting
/// time.
/// </summary>
/// <remarks>
/// Like the resolver, only with a majority of the seeds reachable: no two parts of a grid can have one.
/// </remarks>
internal sealed class DeathWitness : UntypedActor
{
    /// <summary>The name of this actor.</summary>
    public const string Name = "death-witness";

    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(1);

    private readonly int _majority;
    private readonly ILogger _log;
    private readonly Cluster _cluster = Cluster.Get(Context.System);

    /// <param name="majority">How many seeds have to be reachable.</param>
    /// <param name="log">The log for the members that it downs.</param>
    public DeathWitness(int majority, ILogger log)
    {
        _majority = majority;
        _log = log;
    }

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.UnreachableMember));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.UnreachableMember { Member: var member }:
                IsDesertedAsync(member.Address.Host, member.Address.Port ?? 0)
                    .PipeTo(Self, success: deserted => new ProbeAnswered(member, deserted));
                break;
            case ProbeAnswered { IsDeserted: true, At: var dead } when HasMajorityWithout(dead):
                _log.LogWarning(
                    "{Node} is dead: nobody listens at {Address} any more", NodeRoles.NameOf(dead), dead.Address);
                _cluster.Down(dead.Address);
                break;
            case ProbeAnswered:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// Whether the machine refuses the connection, so that no process listens there. No answer proves nothing.
    /// </summary>
    internal static async Task<bool> IsDesertedAsync(string host, int port)
    {
        using var timeout = new CancellationTokenSource(ProbeTime);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, timeout.Token);
            return false;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether that incarnation of the member is still unreachable, and the reachable seeds are a majority.
    /// </summary>
    private bool HasMajorityWithout(Member dead)
    {
        var state = _cluster.State;
        return state.Unreachable.Contains(dead)
            && state.Members.Count(member => member.HasRole(NodeRoles.Seed) && !state.Unreachable.Contains(member))
                >= _majority;
    }

    private sealed record ProbeAnswered(Member At, bool IsDeserted) : INoSerializationVerificationNeeded;
}
