using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Storage.Migration;

/// <summary>An update that is in the log, and was rolled back.</summary>
/// <param name="Update">The update.</param>
/// <param name="Seen">What its client's replica had delivered before it.</param>
/// <param name="Unseen">What it did not know all the same.</param>
/// <param name="IsRestatement">Whether it brought another update again.</param>
internal sealed record RolledBackUpdate(Update Update, VectorClock Seen, ImmutableArray<Dot> Unseen, bool IsRestatement)
{
    /// <summary>Whether it was written with knowledge of another update.</summary>
    public bool Knew(Dot dot) => Seen.Covers(dot) && !Unseen.Contains(dot);
}
