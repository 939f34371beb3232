using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Http.Contracts;
using AkkaGrid.Node.Http.KeyValue;
using AkkaGrid.Node.Http.Reference;

namespace AkkaGrid.Node.Http.Lab;

/// <summary>
/// The lab over HTTP: holds updates back between two replicas, so that causal delivery can be observed.
/// </summary>
internal static class LabRoutes
{
    public static void MapLab(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/lab/links").AddEndpointFilter<StoreProblems>();
        links.MapPost("", SetAsync);
        links.MapGet("", ListAsync);
    }

    /// <summary>A mode, as the contracts spell it.</summary>
    public static string Word(LinkMode mode) => mode.ToString().ToLowerInvariant();

    private static async Task<IResult> SetAsync(HttpContext call, KeyValueStore store) =>
        TypedResults.Ok(Write(await store.SetLinkAsync(Read(JsonBody.Of(call).As<LabLink>()), call.RequestAborted)));

    private static async Task<IResult> ListAsync(KeyValueStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new LabLinkList([.. (await store.LinksAsync(cancellationToken)).Select(Write)]));

    private static Link Read(LabLink body)
    {
        var mode = body.Mode switch
        {
            LinkModes.Pass => LinkMode.Pass,
            LinkModes.Hold => LinkMode.Hold,
            LinkModes.Delay => LinkMode.Delay,
            LinkModes.Drop => LinkMode.Drop,
            LinkModes.Duplicate => LinkMode.Duplicate,
            _ => throw new NotSupportedException(body.Mode),
        };
        var (from, to) = (ReplicaId.Create(body.From!), ReplicaId.Create(body.To!));
        if (from == to)
            throw InvalidRequestException.Of("to", "must be another replica than from");
        if (mode == LinkMode.Delay && body.Ms is null)
            throw InvalidRequestException.Of("ms", $"is missing; for a delay it must be {Rules.LinkDelay.Expected}");
        return new Link(from, to, mode, TimeSpan.FromMilliseconds(body.Ms ?? 0), body.Rate ?? 1);
    }

    private static LabLink Write(Link link) => new(
        link.From.Value,
        link.To.Value,
        Word(link.Mode),
        link.Mode == LinkMode.Delay ? (int)link.Delay.TotalMilliseconds : null,
        link.Mode is LinkMode.Pass or LinkMode.Hold ? null : link.Rate);
}
