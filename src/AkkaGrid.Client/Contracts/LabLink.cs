namespace AkkaGrid.Client.Contracts;

/// <summary>Asks and answers <c>POST /lab/links</c>: what the lab does to replication between two replicas.</summary>
/// <param name="From">The replica whose updates are concerned, by name; required.</param>
/// <param name="To">The replica that they are kept from, by name; required.</param>
/// <param name="Mode">One of <see cref="LinkModes"/>; required.</param>
/// <param name="Ms">The delay in milliseconds, for <see cref="LinkModes.Delay"/>.</param>
/// <param name="Rate">The share of messages concerned, 0 to 1, for <see cref="LinkModes.Drop"/> and <see cref="LinkModes.Duplicate"/>.</param>
public sealed record LabLink(
    string? From = null,
    string? To = null,
    string? Mode = null,
    int? Ms = null,
    double? Rate = null);
