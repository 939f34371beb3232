using Akka.Actor;
using AkkaGrid.Client;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace AkkaGrid.Node.Pbm;

/// <summary>Answers the commands of a palette by calling the node's own edge.</summary>
internal sealed class PaletteActor : CommandHandlerActor
{
    public PaletteActor(CommandPalette palette, IReadOnlyList<Verb> verbs, OwnEdge edge)
        : base(palette)
    {
        foreach (var verb in verbs)
            Process(verb.Definition.Name, (_, arguments) =>
                AnswerAsync(verb, name => arguments.ArgumentValues(name).FirstOrDefault(), edge).PipeTo(Sender));
    }

    private static async Task<object> AnswerAsync(Verb verb, Func<string, string?> argument, OwnEdge edge)
    {
        try
        {
            return new CommandResponse(await edge.CallAsync(client => verb.RunAsync(client, argument)));
        }
        catch (Exception failure) when (failure
            is GridException or HttpRequestException or OperationCanceledException or InvalidOperationException
                or FormatException)
        {
            return new ErroredCommandResponse(failure.Message);
        }
    }
}
