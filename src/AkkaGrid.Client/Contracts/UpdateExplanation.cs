using System.ComponentModel.DataAnnotations;

namespace AkkaGrid.Client.Contracts;

/// <summary>
/// Answers <c>GET /store/explain?dot=</c>: why an update is, or is not, visible at the node that was asked.
/// </summary>
/// <param name="Dot">The update, <c>name.incarnation:sequence</c>.</param>
/// <param name="State">Where it stands at the node.</param>
/// <param name="Explanation">The same in sentences.</param>
/// <param name="Changes">
/// For a delivered update what has become of its changes; absent where the log holds the update no more. Keys that
/// clients cannot read are left out.
/// </param>
/// <param name="WaitsFor">
/// The updates that have to be delivered first, each waiting for the next; absent where none.
/// </param>
/// <param name="Missing">The one that is not here, and holds up the rest; absent where nothing is missing.</param>
/// <param name="HeldBy">The replicas that are known to have the missing one; absent where nothing is missing.</param>
/// <param name="LastPull">The last time that this node asked for missing updates; absent where it has not.</param>
public sealed record UpdateExplanation(
    string Dot,
    [property: AllowedValues(
        UpdateStates.Delivered, UpdateStates.Waiting, UpdateStates.Elsewhere, UpdateStates.Unknown, UpdateStates.Lost)]
    string State,
    IReadOnlyList<string> Explanation,
    IReadOnlyList<ExplainedChange>? Changes = null,
    IReadOnlyList<string>? WaitsFor = null,
    string? Missing = null,
    IReadOnlyList<UpdateHolder>? HeldBy = null,
    UpdatePull? LastPull = null);

/// <summary>What has become of the change of one key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Outcome">
/// <c>winner</c>, <c>sibling</c>, <c>superseded</c>, or <c>collected</c> for a delete that is done with.
/// </param>
/// <param name="Deleted">Whether the change was a delete.</param>
public sealed record ExplainedChange(
    string Key, [property: AllowedValues("winner", "sibling", "superseded", "collected")] string Outcome, bool Deleted);

/// <summary>A replica that has a missing update.</summary>
/// <param name="Replica">Its name.</param>
/// <param name="Reachable">Whether it can be reached now.</param>
public sealed record UpdateHolder(string Replica, bool Reachable);

/// <summary>A request for missing updates.</summary>
/// <param name="Replica">Who was asked.</param>
/// <param name="SecondsAgo">How long ago, or since the last part of the answer.</param>
/// <param name="Open">Whether the answer is still under way.</param>
public sealed record UpdatePull(string Replica, double SecondsAgo, bool Open);
