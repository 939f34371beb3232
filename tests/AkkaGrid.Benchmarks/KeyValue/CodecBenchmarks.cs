using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Format;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;
using AkkaGrid.KeyValue.Wire;
using BenchmarkDotNet.Attributes;

namespace AkkaGrid.Benchmarks.KeyValue;

/// <summary>
/// What an update costs on its way to disk and to a peer: 64 updates of 100 bytes among three replicas.
/// </summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private const int Updates = 64;

    private static readonly Incarnation[] Members =
        [.. Enumerable.Range(1, 3).Select(number => new Incarnation(ReplicaId.Create($"node{number}"), (ulong)number))];

    private readonly DiskNames _names = new();
    private UpdateBatch _batch = null!;
    private RecordCodec _codec = null!;
    private byte[] _record = [];
    private byte[] _message = [];

    [GlobalSetup]
    public void Prepare()
    {
        var roster = Roster.Of(Members);
        _batch = new UpdateBatch(
            Members[0],
            VectorClock.Over(roster, [Updates, 5, 9]),
            [.. Enumerable.Range(0, Updates).Select(number => new Update(
                new Dot(Members[0], (ulong)number + 1),
                VectorClock.Over(roster, [(ulong)number, 5, 9]),
                new HybridTimestamp((ulong)number),
                [new Mutation(Key.Create(Keyspace.User, $"key-{number:d6}"), new Value(new byte[100]))]))],
            WantsClock: false);
        _codec = new RecordCodec(_names);
        var noted = new BatchNames(_names);
        var record = new RecordWriter();
        RecordCodec.Write(_batch.Updates[0], record, noted);
        noted.Written();
        _record = record.Written.ToArray();
        _message = ReplicaMessageCodec.Encode(_batch);
    }

    [Benchmark(OperationsPerInvoke = Updates)]
    public int WriteRecords()
    {
        var (names, record) = (new BatchNames(_names), new RecordWriter());
        foreach (var update in _batch.Updates)
            RecordCodec.Write(update, record, names);
        return record.Written.Length;
    }

    [Benchmark]
    public Update ReadRecord() => _codec.DecodeUpdate(_batch.Updates[0].Dot, _record);

    [Benchmark(OperationsPerInvoke = Updates)]
    public byte[] WriteMessage() => ReplicaMessageCodec.Encode(_batch);

    [Benchmark(OperationsPerInvoke = Updates)]
    public object ReadMessage() => ReplicationSerializer.Read("u", _message, _names.Bases);
}
