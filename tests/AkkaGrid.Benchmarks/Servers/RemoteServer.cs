using System.Globalization;
using Akka.Actor;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>Messages of bytes over Akka.Remote, and nothing else: as many under way as a window allows.</summary>
internal sealed class RemoteServer(ClusterMember member)
{
    /// <summary>Names this part of the program on its command line.</summary>
    public const string Part = "serve-remote";

    private const string Sink = "sink";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync()
    {
        await using var member = await ClusterMember.StartAsync(_ => { });
        member.System.ActorOf(Props.Create(() => new Counter()), Sink);
        await Commands.ServeAsync(member.Address, new RemoteServer(member).AnswerAsync);
    }

    private async Task<string> AnswerAsync(string[] command)
    {
        if (command is not ["send", var address, var messages, var bytes])
            return "unknown";
        var sink = await member.System.ActorSelection($"{address}/user/{Sink}").ResolveOne(Patience);
        var sender = member.System.ActorOf(Props.Create(() => new Source(sink, Number(messages), new byte[Number(bytes)])));
        var elapsed = await sender.Ask<TimeSpan>("go", Patience);
        return elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed class Source(IActorRef sink, int messages, byte[] payload) : UntypedActor
    {
        private const int Window = 32;

        private readonly long _started = TimeProvider.System.GetTimestamp();
        private IActorRef _asker = ActorRefs.Nobody;
        private int _sent;
        private int _confirmed;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case string:
                    _asker = Sender;
                    break;
                case int:
                    _confirmed++;
                    break;
                default:
                    Unhandled(message);
                    return;
            }

            for (; _sent < messages && _sent - _confirmed < Window; _sent++)
                sink.Tell(payload, Self);
            if (_confirmed == messages)
                _asker.Tell(TimeProvider.System.GetElapsedTime(_started));
        }
    }

    private sealed class Counter : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is byte[] payload)
                Sender.Tell(payload.Length);
            else
                Unhandled(message);
        }
    }
}
