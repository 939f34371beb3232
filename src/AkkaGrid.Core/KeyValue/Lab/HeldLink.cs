namespace AkkaGrid.Core.KeyValue.Lab;

/// <summary>A link of the lab, with the number of updates that the replica at its end holds back.</summary>
/// <param name="Link">The link.</param>
/// <param name="Held">How many updates it holds back.</param>
public sealed record HeldLink(Link Link, int Held);
