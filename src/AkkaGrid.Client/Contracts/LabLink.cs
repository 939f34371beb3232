using System.ComponentModel.DataAnnotations;

namespace AkkaGrid.Client.Contracts;

/// <summary>Asks and answers <c>POST /lab/links</c>: what the lab does to replication between two replicas.</summary>
/// <param name="From">The replica whose updates are concerned, by name; required.</param>
/// <param name="To">The replica that they are kept from, by name; required.</param>
/// <param name="Mode">What becomes of them; required.</param>
/// <param name="Ms">The delay in milliseconds, for <c>delay</c>.</param>
/// <param name="Rate">
/// The share of messages concerned, 0 to 1, for <c>drop</c>, <c>duplicate</c> and <c>delay</c>.
/// </param>
public sealed record LabLink(
    string? From = null,
    string? To = null,
    [property: AllowedValues(LinkModes.Hold, LinkModes.Delay, LinkModes.Drop, LinkModes.Duplicate, LinkModes.Pass)]
    string? Mode = null,
    int? Ms = null,
    double? Rate = null);
