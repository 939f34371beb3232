namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>
/// The network between the nodes of a charging grid: links can be cut, and messages are lost, doubled, late and
/// reordered.
/// </summary>
internal sealed class ChargingNetwork(VirtualTime time, Random chance, bool isFaulty)
{
    private static readonly TimeSpan SlowMessage = TimeSpan.FromSeconds(2);

    private readonly HashSet<(string, string)> _cut = [];

    /// <summary>Whether any link is cut.</summary>
    public bool IsCut => _cut.Count > 0;

    public bool Connects(string one, string other) => !_cut.Contains((one, other));

    /// <summary>Cuts a node off from all others.</summary>
    public void Isolate(string node, IEnumerable<string> all)
    {
        foreach (var other in all.Where(other => other != node))
        {
            _cut.Add((node, other));
            _cut.Add((other, node));
        }
    }

    public void Heal() => _cut.Clear();

    /// <summary>Carries a message: it is delivered once, twice or never.</summary>
    public void Carry(string from, string to, Action deliver)
    {
        if (from == to)
        {
            time.After(TimeSpan.Zero, deliver);
            return;
        }

        if (isFaulty && chance.Next(20) == 0)
            return;
        Deliver();
        if (isFaulty && chance.Next(20) == 0)
            Deliver();

        void Deliver() => time.After(Delay(), () =>
        {
            if (Connects(from, to))
                deliver();
        });
    }

    private TimeSpan Delay() => isFaulty && chance.Next(20) == 0
        ? SlowMessage * chance.NextDouble()
        : TimeSpan.FromMilliseconds(1 + chance.Next(isFaulty ? 40 : 5));
}
