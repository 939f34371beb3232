namespace AkkaGrid.Scenarios.Consistency;

/// <summary>Keeps the entity tag of the last answer: that of a miss names the delete that was seen.</summary>
internal sealed class EntityTags : DelegatingHandler
{
    public EntityTags()
        : base(new SocketsHttpHandler { UseProxy = false })
    {
    }

    /// <summary>The last answer's tag, without its quotes; null where it had none.</summary>
    public string? Last { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        Last = response.Headers.ETag?.Tag.Trim('"');
        return response;
    }
}
