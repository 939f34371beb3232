using Akka.Actor;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// The one handle by which the edge of a node reaches its actor system, which may be replaced at any time.
/// </summary>
internal sealed class ActorSystemHandle
{
    private volatile ActorSystem? _current;
    private int _restarts;

    /// <summary>The running actor system; null while it is being rebuilt.</summary>
    public ActorSystem? Current => _current;

    /// <summary>How often it has been rebuilt.</summary>
    public int Restarts => _restarts;

    /// <summary>Records that an actor system runs.</summary>
    public void Attach(ActorSystem system) => _current = system;

    /// <summary>Records that the actor system has ended.</summary>
    public void Detach() => _current = null;

    /// <summary>Counts a rebuild.</summary>
    public void CountRestart() => Interlocked.Increment(ref _restarts);
}
