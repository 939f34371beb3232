using AkkaGrid.Core.Formation;

namespace AkkaGrid.Testing.Simulation.Formation;

/// <summary>
/// The formation of one node from a start of its actor system to its end: a shell of the real state machines, as the
/// node's actor is.
/// </summary>
/// <param name="settings">Who the node is, and whose votes count.</param>
/// <param name="incarnation">Random, new at each start.</param>
/// <param name="port">The surroundings.</param>
public sealed class FormationLife(FormationSettings settings, ulong incarnation, IFormationPort port)
{
    private readonly ClusterMeeting _meeting = new(settings, incarnation);

    /// <summary>Who the node is, and whose votes count.</summary>
    public FormationSettings Settings => settings;

    /// <summary>Brings the node into a cluster.</summary>
    public ClusterFormation Formation { get; } = new(settings, incarnation);

    /// <summary>Time has passed.</summary>
    public void Tick(TimeSpan now) =>
        Carry(Formation.IsMember ? _meeting.Tick(port.Membership, now) : Formation.Tick(now));

    /// <summary>A message came in.</summary>
    public void Receive(IFormationMessage message, TimeSpan now) => Carry(message switch
    {
        JoinRequest question => _meeting.Receive(question, port.Membership, now),
        JoinOffer answer => _meeting.Receive(answer, port.Membership, now),
        _ => Formation.Receive(message, now, port.LiveMembers),
    });

    private void Carry(IReadOnlyList<IFormationStep> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case SendMessage tell:
                    port.Send(tell.To, tell.Message);
                    break;
                case CastVote vote:
                    port.Cast(vote);
                    break;
                case Join join:
                    port.Join(join.At);
                    break;
                case DissolveCluster yield:
                    port.Yield(yield.To);
                    break;
                case AbandonJoin giveUp:
                    port.GiveUp(giveUp.Because);
                    break;
                default:
                    throw new NotSupportedException(step.GetType().Name);
            }
        }
    }
}
