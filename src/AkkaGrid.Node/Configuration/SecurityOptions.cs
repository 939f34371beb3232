namespace AkkaGrid.Node.Configuration;

/// <summary>Who may call the node.</summary>
internal sealed class SecurityOptions
{
    /// <summary>
    /// Further names that a request may call the node by in <c>Host</c>, and a page in <c>Origin</c>: those of a proxy, or of DNS. Default:
    /// none beyond <c>localhost</c>, the node's own name and its machine's, those of remoting, of the seeds and of the URLs that it listens at.
    /// </summary>
    public IList<string> AllowedHosts { get; set; } = [];
}
