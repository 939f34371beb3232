using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>
/// Akka.Remote and nothing else: sends what answers to a replica that catches up hold, as much under way as a window
/// allows. What arrives is thrown away.
/// </summary>
internal sealed class RemoteServer(ClusterMember member)
{
    /// <summary>Names this part of the program on its command line.</summary>
    public const string Part = "serve-remote";

    /// <summary>
    /// Has updates sent: encoded by the sender, and decoded by the receiver, in the store's wire format.
    /// </summary>
    public const string Updates = "updates";

    /// <summary>Has bytes sent that were made beforehand, and are not looked at.</summary>
    public const string ReadyBytes = "ready-bytes";

    private const string Sink = "sink";
    private static readonly int UpdatesPerMessage = new ReplicaOptions().BatchUpdates;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private IReadOnlyList<object> _messages = [];

    public static async Task RunAsync()
    {
        await using var member = await ClusterMember.StartAsync(akka =>
            akka.AddHocon(KeyValueHosting.Hocon, HoconAddMode.Prepend));
        member.System.ActorOf(Props.Create(() => new Counter()), Sink);
        await Commands.ServeAsync(member.Address, new RemoteServer(member).AnswerAsync);
    }

    private async Task<string> AnswerAsync(string[] command)
    {
        switch (command)
        {
            case ["prepare", var kind, var updates]:
                var answers = Enumerable.Range(0, Number(updates)).Chunk(UpdatesPerMessage).Select(Answer);
                _messages = kind == Updates ? [.. answers] : [.. answers.Select(ReplicaMessageCodec.Encode)];
                return "prepared";
            case ["send", var address]:
                var sink = await member.System.ActorSelection($"{address}/user/{Sink}").ResolveOne(Patience);
                var sender = member.System.ActorOf(Props.Create(() => new Source(sink, _messages)));
                var elapsed = await sender.Ask<TimeSpan>("go", Patience);
                return elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
            default:
                return "unknown";
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A message as a replica that catches up gets them, in the middle of a busy set of two.</summary>
    private static PullAnswer Answer(int[] numbers)
    {
        const ulong Sequence = 1_000_000;
        Incarnation[] members =
            [new(ReplicaId.Create("r1"), 0x9E37_79B9_7F4A_7C15), new(ReplicaId.Create("r2"), 0xC2B2_AE3D_27D4_EB4F)];
        var roster = Roster.Of(members);
        var updates = numbers.Select(number => new Update(
            new Dot(members[0], Sequence + (ulong)number),
            VectorClock.Over(roster, [Sequence + (ulong)number - 1, 0]),
            new HybridTimestamp(((ulong)DateTime.UnixEpoch.Ticks << 1) + (ulong)number),
            [new Mutation(
                Key.Create(Keyspace.User, Workload.Key(number)), new Value(Workload.Value, Workload.ContentType))]));
        return new PullAnswer(
            members[0], members[1], VectorClock.Over(roster, [2 * Sequence, 0]), 1, [.. updates], [], IsLast: false);
    }

    private sealed class Source(IActorRef sink, IReadOnlyList<object> messages) : UntypedActor
    {
        private const int Window = 64;

        private long _started;
        private IActorRef _asker = ActorRefs.Nobody;
        private int _sent;
        private int _confirmed;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case string:
                    _asker = Sender;
                    _started = TimeProvider.System.GetTimestamp();
                    break;
                case int taken:
                    _confirmed += taken;
                    break;
                default:
                    Unhandled(message);
                    return;
            }

            if (_confirmed == messages.Count)
                _asker.Tell(TimeProvider.System.GetElapsedTime(_started));
            if (_sent == messages.Count)
                return;
            for (; _sent < messages.Count && _sent - _confirmed < Window; _sent++)
                sink.Tell(messages[_sent], Self);
            if (_sent == messages.Count)
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
                case PullAnswer or byte[]:
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
