using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http;
using AkkaGrid.Node.Http.Contracts;
using static AkkaGrid.Node.Management.ClusterCommands;

namespace AkkaGrid.Node.Management;

/// <summary>The cluster over HTTP: its members, and operators' commands.</summary>
internal static class ManagementRoutes
{
    /// <summary>Adds the services that the routes call.</summary>
    public static IServiceCollection AddManagement(this IServiceCollection services) => services
        .AddSingleton<ClusterView>()
        .AddSingleton<ClusterCommands>()
        .AddSingleton<ClusterTail>();

    /// <summary>Adds the actor that observes the cluster.</summary>
    public static void AddClusterTail(this AkkaConfigurationBuilder akka, ClusterTail tail, TimeProvider time) =>
        akka.WithActors((system, _) =>
            system.ActorOf(Props.Create(() => new ClusterTailActor(tail, time)), ClusterTailActor.Name));

    /// <summary>Adds the routes.</summary>
    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        var cluster = routes.MapGroup("/cluster");
        cluster.MapGet("/members", (ClusterView view) => view.Members());
        cluster.MapGet("/tail", (ClusterTail tail, ClusterView view, IHostApplicationLifetime node) =>
            tail.TryOpen() is { } place
                ? new TailResult(place, view, node.ApplicationStopping)
                : Problems.Of(
                    429,
                    ProblemKinds.TooManyWatches,
                    $"This node serves at most {ClusterTail.MaxTails} tails; end one and try again."));
        cluster.MapPost("/join", (HttpContext call, ClusterCommands commands, ClusterView view) =>
            Answer(commands.Join(Target(call)), view));
        cluster.MapPost("/leave", (HttpContext call, ClusterCommands commands, ClusterView view) =>
            Answer(commands.Leave(Target(call)), view));
        cluster.MapPost("/down", (HttpContext call, ClusterCommands commands, ClusterView view) =>
            Answer(commands.Down(Target(call)), view));
        cluster.MapPost("/down-unreachable", (ClusterCommands commands, ClusterView view) =>
            Answer(commands.DownUnreachable(), view));
    }

    private static ClusterTarget Target(HttpContext call) => JsonBody.Of(call).As<ClusterTarget>();

    private static IResult Answer(Outcome outcome, ClusterView view) => outcome switch
    {
        Outcome.Accepted => TypedResults.Accepted((string?)null, view.Members()),
        Outcome.Malformed => Problems.Of(
            400,
            ProblemKinds.InvalidRequest,
            "Name a member: its \"address\" as akka.tcp://AkkaGrid@host:port, or its \"name\"."),
        Outcome.NoSuchMember => Problems.Of(404, ProblemKinds.NotFound, "There is no such member."),
        Outcome.Restarting => Problems.Of(
            503,
            ProblemKinds.NodeRestarting,
            "This node has just left a cluster and restarts its actor system; try again in a moment."),
        Outcome.NotInCluster => Problems.Of(409, ProblemKinds.NotInCluster, "This node is in no cluster."),
        _ => Problems.Of(
            409, ProblemKinds.AlreadyInCluster, "This node is already in a cluster; make it leave that one first."),
    };
}
