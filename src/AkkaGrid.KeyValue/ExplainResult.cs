using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Explaining;

namespace AkkaGrid.KeyValue;

/// <summary>Why an update is, or is not, visible at a replica.</summary>
/// <param name="Explanation">Where it stands.</param>
/// <param name="Changes">What has become of its changes; null where it is not delivered, or in the log no more.</param>
public sealed record ExplainResult(
    Explanation Explanation, IReadOnlyList<(Mutation Change, ChangeOutcome Outcome)>? Changes);
