using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Clocks;

/// <summary>
/// Keeps the written form of clocks small: agrees with the other members on the bases of the clock and of the horizon,
/// and requests bases that this replica does not know.
/// </summary>
internal sealed class ClockCompression
{
    private const int MaxSought = 64;
    private const int SeekTicks = 50;

    private readonly Incarnation _self;
    private readonly ClockBases _bases;
    private readonly BaseSelection _clock;
    private readonly BaseSelection _horizon;
    private readonly Dictionary<ulong, RequestedBase> _sought = [];

    public ClockCompression(Incarnation self, ClockBases bases, ReplicaState state)
    {
        _self = self;
        _bases = bases;
        _clock = new BaseSelection(bases);
        _horizon = new BaseSelection(bases);
        _clock.Load(state.Clock.Base);
        _horizon.Load(state.Horizon.Base);
    }

    /// <summary>The name of the base that is prepared for the clock.</summary>
    public ulong PreparedClockBase => _clock.Prepared.Name;

    /// <summary>The name of the base that is prepared for the horizon.</summary>
    public ulong PreparedHorizonBase => _horizon.Prepared.Name;

    /// <summary>Requests a base from now on.</summary>
    public void Seek(ulong name, long tick)
    {
        if (_sought.TryGetValue(name, out var sought))
            sought.Until = tick + SeekTicks;
        else if (!_bases.TryFind(name, out _) && _sought.Count < MaxSought)
            _sought.Add(name, new RequestedBase { Until = tick + SeekTicks });
    }

    /// <summary>The request for the bases that are sought, to all members.</summary>
    public IEnumerable<ReplicaEffect> Ask(long tick)
    {
        foreach (var name in _sought.Where(sought => sought.Value.Until < tick || _bases.TryFind(sought.Key, out _))
            .Select(sought => sought.Key).ToList())
            _sought.Remove(name);
        return _sought.Count == 0 ? [] : [new Broadcast(new BaseRequest(_self, [.. _sought.Keys.Order()]))];
    }

    /// <summary>Records the bases in an answer, and the names that the member does not know.</summary>
    /// <param name="answer">The member's answer.</param>
    /// <param name="tick">The current tick.</param>
    /// <returns>Whether the answer brought a base that was sought.</returns>
    public bool Learn(BaseAnswer answer, long tick)
    {
        foreach (var name in answer.Unknown)
        {
            if (_sought.TryGetValue(name, out var sought))
                sought.UnknownTo[answer.From] = tick;
        }

        var isSought = false;
        foreach (var known in answer.Bases.Select(_bases.Add))
            isSought |= _sought.Remove(known.Name);
        return isSought;
    }

    /// <summary>Whether a member has answered that it does not know a base.</summary>
    /// <param name="member">The member.</param>
    /// <param name="name">The name of the base.</param>
    /// <param name="since">Only an answer after this tick counts.</param>
    public bool IsUnknownTo(Incarnation member, ulong name, long since) =>
        _sought.TryGetValue(name, out var sought) && sought.UnknownTo.TryGetValue(member, out var at) && at > since;

    /// <summary>
    /// Prepares bases of the entries that all members agree on now, and chooses those that all reachable members have
    /// prepared.
    /// </summary>
    /// <returns>Clock and horizon, rewritten with the chosen bases; null where no base changes.</returns>
    public (VectorClock Clock, VectorClock Horizon)? Choose(
        VectorClock clock, VectorClock horizon, ReplicaSet set, PeerTable peers)
    {
        if (!peers.Active.All(peer => peer.Latest is not null))
            return null;
        _clock.Prepare(clock, set, [.. peers.Active.Select(peer => peer.Known)]);
        _horizon.Prepare(horizon, set, [.. peers.Active.Select(peer => peer.Latest!.View.Horizon)]);
        var views = peers.Reachable.Select(peer => peer.Latest!.View).ToList();
        var (isClockDue, isHorizonDue) = (
            _clock.IsDue(clock, views.Select(view => view.ClockBase)),
            _horizon.IsDue(horizon, views.Select(view => view.HorizonBase)));
        return isClockDue || isHorizonDue
            ? (
                isClockDue ? clock.Rebased(_clock.Prepared) : clock,
                isHorizonDue ? horizon.Rebased(_horizon.Prepared) : horizon)
            : null;
    }

    /// <summary>
    /// A base that is requested until a tick, with the members that do not know it and the tick of each one's last
    /// answer.
    /// </summary>
    private sealed class RequestedBase
    {
        public long Until { get; set; }

        public Dictionary<Incarnation, long> UnknownTo { get; } = [];
    }
}
