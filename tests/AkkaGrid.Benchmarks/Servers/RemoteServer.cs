using System.Globalization;
using Akka.Actor;
using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>Messages of bytes over Akka.Remote, and nothing else: what answers to a replica that catches up hold, sent as it is, as
/// much under way as a window allows.</summary>
internal sealed class RemoteServer(ClusterMember member)
{
    /// <summary>Names this part of the program on its command line.</summary>
    public const string Part = "serve-remote";

    private const int UpdatesPerMessage = 64;
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
        if (command is not ["send", var address, var updates])
            return "unknown";
        var sink = await member.System.ActorSelection($"{address}/user/{Sink}").ResolveOne(Patience);
        var messages = (Number(updates) + UpdatesPerMessage - 1) / UpdatesPerMessage;
        var sender = member.System.ActorOf(Props.Create(() => new Source(sink, messages)));
        var elapsed = await sender.Ask<TimeSpan>("go", Patience);
        return elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A message as a replica that catches up gets them, in the middle of a busy set of two.</summary>
    private static byte[] Answer()
    {
        const ulong Sequence = 1_000_000;
        Incarnation[] members = [new(ReplicaId.Create("r1"), 0x9E37_79B9_7F4A_7C15), new(ReplicaId.Create("r2"), 0xC2B2_AE3D_27D4_EB4F)];
        var roster = Roster.Of(members);
        var updates = Enumerable.Range(0, UpdatesPerMessage).Select(number => new Update(
            new Dot(members[0], Sequence + (ulong)number),
            VectorClock.Over(roster, [Sequence + (ulong)number - 1, 0]),
            new HybridTimestamp(((ulong)DateTime.UnixEpoch.Ticks << 1) + (ulong)number),
            [new Mutation(Key.Create(Keyspace.User, Workload.Key(number)), new Value(Workload.Value, Workload.ContentType))]));
        return ReplicaMessageCodec.Encode(
            new PullAnswer(members[0], VectorClock.Over(roster, [2 * Sequence, 0]), 1, [.. updates], [], IsLast: false));
    }

    private sealed class Source(IActorRef sink, int messages) : UntypedActor
    {
        private const int Window = 64;

        private readonly byte[] _payload = Answer();
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
                case int taken:
                    _confirmed += taken;
                    break;
                default:
                    Unhandled(message);
                    return;
            }

            if (_confirmed == messages)
                _asker.Tell(TimeProvider.System.GetElapsedTime(_started));
            if (_sent == messages)
                return;
            for (; _sent < messages && _sent - _confirmed < Window; _sent++)
                sink.Tell(_payload, Self);
            if (_sent == messages)
                sink.Tell("end", Self);
        }
    }

    /// <summary>Confirms what it takes, many messages at once.</summary>
    private sealed class Counter : UntypedActor
    {
        private const int Confirmed = 16;

        private int _taken;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case byte[]:
                    _taken++;
                    break;
                case string:
                    Confirm();
                    return;
                default:
                    Unhandled(message);
                    return;
            }

            if (_taken == Confirmed)
                Confirm();
        }

        private void Confirm()
        {
            Sender.Tell(_taken);
            _taken = 0;
        }
    }
}
