namespace AkkaGrid.Client;

/// <summary>
/// What one session has read and written, as tokens that its next request carries, so that whichever node answers
/// shows it nothing older. Thread-safe; share one among clients to let a session roam.
/// </summary>
/// <remarks>
/// A response's token is the join of what its request carried with what the call read or wrote. It therefore takes
/// the place of what was sent and of nothing else: of two calls in flight both tokens are kept, and the next request
/// that carries both brings back their join. So the set holds no more tokens than there were calls at the same time.
/// </remarks>
public sealed class CausalSession
{
    private readonly Lock _lock = new();
    private string[] _tokens = [];
    private int _generation;

    /// <summary>A session that goes on from a context.</summary>
    /// <param name="context">A <see cref="Context"/> read elsewhere; null for a session that has seen nothing.</param>
    public CausalSession(string? context = null) => Join(context);

    /// <summary>What the next request carries, to be handed to another process; null before anything was seen.</summary>
    public string? Context
    {
        get
        {
            lock (_lock)
                return Render(_tokens);
        }
    }

    /// <summary>Adds what another session has seen.</summary>
    /// <param name="context">Its <see cref="Context"/>; null adds nothing.</param>
    public void Join(string? context)
    {
        lock (_lock)
            _tokens = [.. _tokens.Union(Parse(context))];
    }

    /// <summary>Forgets everything, calls in flight included; the way on after <c>context-lost</c>.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _tokens = [];
            _generation++;
        }
    }

    internal Sent Begin()
    {
        lock (_lock)
            return new(_tokens, _generation);
    }

    internal void End(Sent sent, string? received)
    {
        if (received is null)
            return;

        lock (_lock)
        {
            if (sent.Generation == _generation)
                _tokens = [.. _tokens.Except(sent.Tokens).Union(Parse(received))];
        }
    }

    private static string? Render(string[] tokens) => tokens.Length == 0 ? null : string.Join(", ", tokens);

    private static string[] Parse(string? context) =>
        context?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>What one request carries.</summary>
    internal readonly record struct Sent(string[] Tokens, int Generation)
    {
        public string? Context => Render(Tokens);
    }
}
