using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http;
using static AkkaGrid.Node.Management.ClusterCommands;

namespace AkkaGrid.Node.Management;

/// <summary>The cluster over HTTP: who is in it, and an operator's commands.</summary>
internal static class ManagementRoutes
{
    /// <summary>Adds what the routes call.</summary>
    public static IServiceCollection AddManagement(this IServiceCollection services) => services
        .AddSingleton<ClusterView>()
        .AddSingleton<ClusterCommands>();

    /// <summary>Adds the routes.</summary>
    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        var cluster = routes.MapGroup("/cluster");
        cluster.MapGet("/members", (ClusterView view) => view.Members());
        cluster.MapPost("/join", (ClusterTarget? target, ClusterCommands commands, ClusterView view) =>
            Answer(commands.Join(target ?? new()), view));
        cluster.MapPost("/leave", (ClusterTarget? target, ClusterCommands commands, ClusterView view) =>
            Answer(commands.Leave(target ?? new()), view));
        cluster.MapPost("/down", (ClusterTarget? target, ClusterCommands commands, ClusterView view) =>
            Answer(commands.Down(target ?? new()), view));
        cluster.MapPost("/down-unreachable", (ClusterCommands commands, ClusterView view) =>
            Answer(commands.DownUnreachable(), view));
    }

    private static IResult Answer(Outcome outcome, ClusterView view) => outcome switch
    {
        Outcome.Accepted => TypedResults.Accepted((string?)null, view.Members()),
        Outcome.Malformed => Problems.Of(
            400, ProblemKinds.InvalidRequest, "Say which member: \"address\" as akka.tcp://AkkaGrid@host:port, or its \"name\"."),
        Outcome.NoSuchMember => Problems.Of(404, ProblemKinds.NotFound, "This node knows no such member."),
        Outcome.NotInCluster => Problems.Of(409, "not-in-cluster", "This node is in no cluster."),
        _ => Problems.Of(409, "already-in-cluster", "This node is in a cluster already; let it leave that one first."),
    };
}
