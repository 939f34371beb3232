namespace AkkaGrid.Node.Configuration;

/// <summary>Who may call the node.</summary>
internal sealed class SecurityOptions
{
    /// <summary>
    /// Further host names under which the node is called (<c>Host</c>) and its pages are served (<c>Origin</c>): those
    /// of a proxy or of DNS. Default: none beyond <c>localhost</c>, the name of the node and of its machine, and the
    /// hosts of remoting, of the seeds and of the URLs that the node listens at.
    /// </summary>
    public IList<string> AllowedHosts { get; set; } = [];
}
