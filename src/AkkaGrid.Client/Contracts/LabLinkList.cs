namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /lab/links</c>.</summary>
/// <param name="Items">The links that are interfered with; a link that passes everything is not listed.</param>
public sealed record LabLinkList(IReadOnlyList<LabLink> Items);
