using System.Globalization;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Http.Reference;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Explains in sentences why an update is, or is not, visible: <c>GET /store/explain</c>.</summary>
internal static class Explanations
{
    public static async Task<IResult> ExplainAsync(HttpContext call, KeyValueStore store, string dot)
    {
        if (!Dot.TryParse(dot, out var update))
            throw new BadHttpRequestException($"dot must be {Rules.Dot.Expected}");
        return TypedResults.Ok(Write(await store.ExplainAsync(update, call.RequestAborted), store.Options));
    }

    private static UpdateExplanation Write(ExplainResult result, AkkaGrid.KeyValue.KeyValueOptions options)
    {
        var explanation = result.Explanation;
        var pull = explanation.LastPull is { } last
            ? new UpdatePull(
                last.Peer.Value, Math.Round(last.TicksAgo * options.TickInterval.TotalSeconds, 1), last.IsOpen)
            : null;
        return new UpdateExplanation(
            explanation.Dot.ToString(),
            StateOf(explanation.Status),
            [.. Sentences(result, options.Name, pull)],
            result.Changes?
                .Where(item => item.Change.Key.Keyspace == Keyspace.User)
                .Select(item => new ExplainedChange(
                    item.Change.Key.Name, item.Outcome.ToString().ToLowerInvariant(), item.Change.Value is null))
                .ToList(),
            explanation.Causes.IsEmpty ? null : [.. explanation.Causes.Select(cause => cause.ToString())],
            explanation.Missing?.ToString(),
            explanation.Missing is null
                ? null
                : [.. explanation.HeldBy.Select(holder => new UpdateHolder(holder.Name.Value, holder.IsReachable))],
            pull);
    }

    private static string StateOf(UpdateStatus status) => status switch
    {
        UpdateStatus.Delivered => UpdateStates.Delivered,
        UpdateStatus.Waiting => UpdateStates.Waiting,
        UpdateStatus.Elsewhere => UpdateStates.Elsewhere,
        UpdateStatus.Unknown => UpdateStates.Unknown,
        UpdateStatus.Lost => UpdateStates.Lost,
        _ => throw new NotSupportedException(status.ToString()),
    };

    private static IEnumerable<string> Sentences(ExplainResult result, ReplicaId self, UpdatePull? pull)
    {
        var explanation = result.Explanation;
        yield return explanation switch
        {
            { Status: UpdateStatus.Delivered } => $"{explanation.Dot} is delivered at {self}.",
            { Status: UpdateStatus.Elsewhere } => $"{explanation.Dot} has not arrived at {self}.",
            { Status: UpdateStatus.Unknown } =>
                $"Neither {self} nor any replica that it has heard of has {explanation.Dot}.",
            { Status: UpdateStatus.Lost } =>
                $"All members can be reached, and none of them has {explanation.Dot}: its disk was lost before "
                + "another replica had it.",
            { Causes.IsEmpty: true } => $"{explanation.Dot} is at {self}, and is being written to its disk.",
            _ => $"{explanation.Dot} is at {self}, and waits for "
                + $"{string.Join(", which waits for ", explanation.Causes)}.",
        };
        if (explanation.Status == UpdateStatus.Delivered)
        {
            foreach (var sentence in Outcomes(result))
                yield return sentence;
        }

        if (explanation.Missing is not { } missing)
            yield break;
        yield return explanation.HeldBy.IsEmpty
            ? $"{missing} is not here, and no replica has reported yet that it has it."
            : $"{missing} is not here; {string.Join(", ", explanation.HeldBy.Select(Name))} "
                + $"{(explanation.HeldBy.Length == 1 ? "has" : "have")} it.";
        yield return pull is null
            ? $"{self} has not asked for missing updates yet."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{self} last asked {pull.Replica} for missing updates {pull.SecondsAgo:0.0} s "
                    + $"ago{(pull.Open ? ", and the answer is under way" : "")}.");
    }

    private static IEnumerable<string> Outcomes(ExplainResult result)
    {
        if (result.Changes is null)
        {
            yield return "The log no longer holds what it changed.";
            yield break;
        }

        foreach (var (change, outcome) in result.Changes.Where(item => item.Change.Key.Keyspace == Keyspace.User))
        {
            var what = $"{(change.Value is null ? "Its delete" : "Its value")} of '{change.Key.Name}'";
            yield return outcome switch
            {
                ChangeOutcome.Winner => $"{what} is what reads return.",
                ChangeOutcome.Sibling => $"{what} stands beside a concurrent version that reads return.",
                ChangeOutcome.Superseded => $"{what} has been replaced.",
                ChangeOutcome.Collected => $"{what} has reached every member, and has been collected.",
                _ => throw new NotSupportedException(outcome.ToString()),
            };
        }
    }

    private static string Name(Holder holder) =>
        holder.IsReachable ? holder.Name.Value : $"{holder.Name} (which cannot be reached)";
}
