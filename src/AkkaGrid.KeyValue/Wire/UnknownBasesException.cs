using System.Collections.Immutable;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// A message names clock bases that are not known here: it counts as lost, and the bases are asked for.
/// </summary>
/// <param name="names">Their names.</param>
internal sealed class UnknownBasesException(ImmutableArray<ulong> names)
    : FormatException(
        "A message names clock bases that are not known here: "
        + $"{string.Join(", ", names.Select(name => $"{name:x16}"))}")
{
    /// <summary>The names of the bases.</summary>
    public ImmutableArray<ulong> Names { get; } = names;
}
