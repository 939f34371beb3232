namespace AkkaGrid.Client.Contracts;

/// <summary>The headers that the edge adds to HTTP's own.</summary>
public static class GridHeaders
{
    /// <summary>What the client has read and written, opaque; sent several times it is joined.</summary>
    public const string CausalContext = "X-Causal-Context";

    /// <summary>How many versions a key has besides the one that is returned.</summary>
    public const string Siblings = "X-Siblings";

    /// <summary>Names a charge request, so that sending it again gives the same session.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Where a watch goes on: the <c>id</c> of the last event that was received.</summary>
    public const string LastEventId = "Last-Event-ID";
}
