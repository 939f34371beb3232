namespace AkkaGrid.Node.Configuration;

/// <summary>Where other nodes reach this one.</summary>
internal sealed class RemotingOptions
{
    /// <summary>
    /// The range of <see cref="Port"/>; 0 takes a free one, which suits a node that is its only seed.
    /// </summary>
    public static readonly Bounds<int> PortBounds = new(0, 65535, "");

    /// <summary>The interface to listen at. Default: <c>127.0.0.1</c>.</summary>
    public string Hostname { get; set; } = "127.0.0.1";

    /// <summary>The name or address that others use. Default: <see cref="Hostname"/>.</summary>
    public string PublicHostname { get; set; } = "";

    /// <summary>The TCP port. Default: 4053.</summary>
    public int Port { get; set; } = 4053;

    /// <summary>The name or address in force, as written in addresses: an IPv6 address in brackets.</summary>
    public string ReachedAt => HostText.InAddress(PublicHostname.Length > 0 ? PublicHostname : Hostname);
}
