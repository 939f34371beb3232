using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Hosting;
using AkkaGrid.Benchmarks.Harness;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>A member with Akka.DistributedData, at its defaults.</summary>
internal sealed class DistributedDataServer
{
    /// <summary>Names this part of the program on its command line.</summary>
    public const string Part = "serve-distributed-data";

    private static readonly LWWDictionaryKey<string, byte[]> Dictionary = new("dictionary");
    private static readonly LWWRegisterKey<long> Stamp = new("stamp");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ClusterMember _member;
    private readonly IActorRef _replicator;
    private readonly IActorRef _observer;
    private int _written;

    private DistributedDataServer(ClusterMember member)
    {
        _member = member;
        _replicator = DistributedData.Get(member.System).Replicator;
        _observer = member.System.ActorOf(Props.Create(() => new Observer(_replicator)));
    }

    private UniqueAddress Self => _member.Cluster.SelfUniqueAddress;

    public static async Task RunAsync()
    {
        await using var member = await ClusterMember.StartAsync(akka => akka.AddHocon(
            DistributedData.DefaultConfig(), HoconAddMode.Append));
        await Commands.ServeAsync(member.Address, new DistributedDataServer(member).AnswerAsync);
    }

    private async Task<string> AnswerAsync(string[] command)
    {
        switch (command)
        {
            case ["join", var address]:
                await _member.JoinAsync(address);
                return "joined";
            case ["peers", var count]:
                while (_member.UpCount <= Number(count))
                    await Task.Delay(TimeSpan.FromMilliseconds(20));
                return "met";
            case ["fill-dictionary"]:
                await UpdateAsync(
                    Dsl.Update(Dictionary, LWWDictionary<string, byte[]>.Empty, WriteLocal.Instance, all =>
                        Enumerable.Range(0, Workload.Keys)
                            .Aggregate(all, (some, key) => some.SetItem(Self, Workload.Key(key), Workload.Value))));
                return "filled";
            case ["fill-registers"]:
                for (var key = 0; key < Workload.Keys; key++)
                    await UpdateAsync(Register(key));
                return "filled";
            case ["write-dictionary", var count, var inFlight]:
                return await WriteAsync(Number(count), Number(inFlight), key => Dsl.Update(
                    Dictionary, LWWDictionary<string, byte[]>.Empty, WriteLocal.Instance,
                    all => all.SetItem(Self, Workload.Key(key), Workload.Value)));
            case ["write-registers", var count, var inFlight]:
                return await WriteAsync(Number(count), Number(inFlight), Register);
            case ["stamp"]:
                await UpdateAsync(Dsl.Update(Stamp, new LWWRegister<long>(Self, 0L), WriteLocal.Instance,
                    register => register.WithValue(Self, Stopwatch.GetTimestamp())));
                return "stamped";
            case ["seen"]:
                return (await _observer.Ask<TimeSpan>(Seen.Instance, Patience))
                    .TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
            default:
                return "unknown";
        }
    }

    private Update Register(int key) => Dsl.Update(
        new LWWRegisterKey<byte[]>(Workload.Key(key)),
        new LWWRegister<byte[]>(Self, []),
        WriteLocal.Instance,
        register => register.WithValue(Self, Workload.Value));

    private async Task<string> WriteAsync(int count, int inFlight, Func<int, Update> update)
    {
        var left = count;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await UpdateAsync(update(Interlocked.Increment(ref _written)));
        })));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
    }

    private async Task UpdateAsync(Update update)
    {
        if (await _replicator.Ask<IUpdateResponse>(update, Patience) is { IsSuccessful: false } failed)
            throw new InvalidOperationException(failed.ToString());
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Notes how long a stamp took to be seen here.</summary>
    private sealed class Observer : UntypedActor
    {
        private readonly Queue<TimeSpan> _seen = new();
        private readonly Queue<IActorRef> _waiting = new();

        public Observer(IActorRef replicator) => replicator.Tell(Dsl.Subscribe(Stamp, Self));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Changed changed:
                    _seen.Enqueue(Stopwatch.GetElapsedTime(changed.Get(Stamp).Value));
                    break;
                case Seen:
                    _waiting.Enqueue(Sender);
                    break;
                default:
                    Unhandled(message);
                    return;
            }

            while (_seen.Count > 0 && _waiting.Count > 0)
                _waiting.Dequeue().Tell(_seen.Dequeue());
        }
    }

    private sealed class Seen
    {
        public static readonly Seen Instance = new();
    }
}
