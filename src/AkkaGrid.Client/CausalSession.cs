namespace AkkaGrid.Client;

/// <summary>
/// What one session has read and written, as tokens that its next request carries, so that whichever node answers
/// shows it nothing older. Thread-safe; share one among clients to let a session roam.
/// </summary>
/// <remarks>
/// A response's token is the join of what its request carried with what the call read or wrote. It therefore takes
/// the place of what was sent and of nothing else: of two calls in flight both are kept, as their join.
/// </remarks>
public sealed class CausalSession
{
    private readonly Lock _lock = new();
    private string[] _tokens = [];
    private int _generation;

    /// <summary>A session that goes on from a context.</summary>
    /// <param name="context">A <see cref="Context"/> read elsewhere; null for a session that has seen nothing.</param>
    public CausalSession(string? context = null) => Join(context);

    /// <summary>
    /// What the next request carries, to be handed to another process; null before anything was seen.
    /// </summary>
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
            _tokens = ContextToken.Compact([.. _tokens.Union(Parse(context))]);
    }

    /// <summary>
    /// The context of one that has seen what either has; as small as the larger of the two where they overlap.
    /// </summary>
    /// <param name="left">A context; null for one that has seen nothing.</param>
    /// <param name="right">Another.</param>
    /// <returns>Their join; null where both have seen nothing.</returns>
    public static string? Merge(string? left, string? right) =>
        Render(ContextToken.Compact([.. Parse(left).Union(Parse(right))]));

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
                _tokens = ContextToken.Compact([.. _tokens.Except(sent.Tokens).Union(Parse(received))]);
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
