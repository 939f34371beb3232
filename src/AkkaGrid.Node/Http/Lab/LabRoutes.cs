using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Http.KeyValue;

namespace AkkaGrid.Node.Http.Lab;

/// <summary>The lab over HTTP: holds updates back between two replicas, so that causal delivery can be watched.</summary>
internal static class LabRoutes
{
    private const int MaxDelayMilliseconds = 60_000;

    public static void MapLab(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/lab/links").AddEndpointFilter<StoreProblems>();
        links.MapPost("", SetAsync);
        links.MapGet("", ListAsync);
    }

    /// <summary>A mode, as the contracts have it.</summary>
    public static string Word(LinkMode mode) => mode.ToString().ToLowerInvariant();

    private static async Task<IResult> SetAsync(LabLink body, KeyValueStore store, CancellationToken cancelled) =>
        TypedResults.Ok(Write(await store.SetLinkAsync(Read(body), cancelled)));

    private static async Task<IResult> ListAsync(KeyValueStore store, CancellationToken cancelled) =>
        TypedResults.Ok(new LabLinkList([.. (await store.LinksAsync(cancelled)).Select(Write)]));

    private static Link Read(LabLink body)
    {
        var mode = body.Mode switch
        {
            LinkModes.Pass => LinkMode.Pass,
            LinkModes.Hold => LinkMode.Hold,
            LinkModes.Delay => LinkMode.Delay,
            LinkModes.Drop => LinkMode.Drop,
            LinkModes.Duplicate => LinkMode.Duplicate,
            null => throw new BadHttpRequestException("Missing required field: mode"),
            _ => throw new BadHttpRequestException($"mode is hold, delay, drop, duplicate or pass, not '{body.Mode}'"),
        };
        var (from, to) = (ReadName("from", body.From), ReadName("to", body.To));
        if (from == to)
            throw new BadHttpRequestException("A link goes from one replica to another");
        if (mode == LinkMode.Delay && body.Ms is not (>= 0 and <= MaxDelayMilliseconds))
            throw new BadHttpRequestException($"A delay needs ms, 0 to {MaxDelayMilliseconds}");
        if (body.Rate is not (null or (>= 0 and <= 1)))
            throw new BadHttpRequestException("rate is 0 to 1");
        return new Link(from, to, mode, TimeSpan.FromMilliseconds(body.Ms ?? 0), body.Rate ?? 1);
    }

    private static ReplicaId ReadName(string field, string? text) => ReplicaId.TryCreate(text, out var name)
        ? name
        : throw new BadHttpRequestException(text is null ? $"Missing required field: {field}" : $"{field} is not the name of a replica");

    private static LabLink Write(Link link) => new(
        link.From.Value,
        link.To.Value,
        Word(link.Mode),
        link.Mode == LinkMode.Delay ? (int)link.Delay.TotalMilliseconds : null,
        link.Mode is LinkMode.Pass or LinkMode.Hold ? null : link.Rate);
}
