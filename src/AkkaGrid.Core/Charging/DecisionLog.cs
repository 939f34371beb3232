namespace AkkaGrid.Core.Charging;

/// <summary>The last decisions, one per session.</summary>
internal sealed class DecisionLog(int capacity)
{
    private readonly Dictionary<SessionId, Decision> _decisions = [];
    private readonly Queue<SessionId> _order = new();

    public Decision? Find(SessionId session) => _decisions.GetValueOrDefault(session);

    public void Add(Decision decision)
    {
        if (!_decisions.ContainsKey(decision.Session))
            _order.Enqueue(decision.Session);
        _decisions[decision.Session] = decision;
        while (_order.Count > capacity)
            _decisions.Remove(_order.Dequeue());
    }
}
