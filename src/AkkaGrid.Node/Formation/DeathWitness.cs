using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Node.Hosting;

namespace AkkaGrid.Node.Formation;

/// <summary>
/// Tells a member whose process has ended from one that is slow or cut off: where its machine answers that nobody listens
/// at its address, it does not come back, and is downed without the wait that the split brain resolver grants the others.
/// </summary>
/// <remarks>Only with a majority of the seeds in reach, like the resolver: no two parts of a grid can have that.</remarks>
internal sealed class DeathWitness : UntypedActor
{
    /// <summary>The name of this actor.</summary>
    public const string Name = "death-witness";

    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(1);

    private readonly int _majority;
    private readonly ILogger _log;
    private readonly Cluster _cluster = Cluster.Get(Context.System);

    /// <param name="majority">How many seeds have to be in reach.</param>
    /// <param name="log">Where it says whom it downs.</param>
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
                _log.LogWarning("{Node} is dead: nobody listens at {Address} any more", NodeRoles.NameOf(dead), dead.Address);
                _cluster.Down(dead.Address);
                break;
            case ProbeAnswered:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Whether a machine answers that nobody listens there. One that does not answer says nothing of the sort.</summary>
    internal static async Task<bool> IsDesertedAsync(string host, int port)
    {
        using var enough = new CancellationTokenSource(ProbeTime);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, enough.Token);
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

    /// <summary>Whether that very incarnation is still missed, and the seeds in reach are a majority.</summary>
    private bool HasMajorityWithout(Member dead)
    {
        var state = _cluster.State;
        return state.Unreachable.Contains(dead)
            && state.Members.Count(member => member.HasRole(NodeRoles.Seed) && !state.Unreachable.Contains(member)) >= _majority;
    }

    private sealed record ProbeAnswered(Member At, bool IsDeserted) : INoSerializationVerificationNeeded;
}
