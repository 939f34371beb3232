using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Repair;

/// <summary>One replica has what another misses; the test is the disk's pace.</summary>
public sealed class PullPaceTests
{
    private const int Updates = 12;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Incarnation A = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation B = new(ReplicaId.Create("b"), 2);

    private readonly MemoryStorage _source = new();
    private readonly MemoryStorage _disk = new();

    [Fact]
    public void The_next_pull_is_asked_before_what_the_last_brought_is_on_disk()
    {
        var behind = Behind(Options(pullBytes: 500));
        var first = Question(behind);

        // The last word of the answer comes when all before it is on its way to the disk.
        var answer = Answer(first);
        foreach (var part in answer.Where(part => !part.IsLast))
            behind.Receive(part);
        var turn = behind.Seal();
        behind.Receive(answer[^1]);

        var next = Question(behind);
        Assert.Equal(new Dot(A, behind.Delivered[A] + 1), Assert.Single(next.First));
        Assert.Equal(0UL, _disk.State.Clock[A]);
        Commit(behind, turn);
        Assert.DoesNotContain(turn.Effects, effect => effect is Send { Message: PullRequest });
    }

    [Fact]
    public void It_is_held_back_while_as_much_as_it_brings_waits_for_the_disk()
    {
        var behind = Behind(Options(pullBytes: 500));
        foreach (var part in Answer(Question(behind)))
            behind.Receive(part);

        Assert.True(behind.PendingBytes >= 500);
        Assert.Null(behind.TakeQuestion());

        behind.Seal();
        Assert.Equal(new Dot(A, behind.Delivered[A] + 1), Assert.Single(Question(behind).First));
        Assert.Null(behind.TakeQuestion());
    }

    private static ReplicaOptions Options(int pullBytes) => new() { PullBytes = pullBytes, BatchUpdates = 2 };

    private static PullRequest Question(Replica replica) => Assert.IsType<PullRequest>(replica.TakeQuestion()?.Message);

    private static Turn Commit(Replica replica, MemoryStorage disk, Turn turn)
    {
        if (turn.Changes is not null)
            disk.Commit(turn.Changes);
        replica.Committed(turn, turn.State);
        return turn;
    }

    /// <summary>A replica that has heard of a dozen updates and has none of them.</summary>
    private Replica Behind(ReplicaOptions options)
    {
        var ahead = new Replica(A, _source, options, Now);
        for (var i = 0; i < Updates; i++)
        {
            var mutation = new Mutation(Key.Create(Keyspace.User, $"k{i}"), new Value(new byte[100], "text/plain"));
            ahead.Write((ulong)i, new WriteRequest([mutation]), Now);
        }

        var behind = new Replica(B, _disk, options, Now);
        behind.Reachable([A.Replica]);

        // First they hear of each other, then of what each has.
        for (var words = 0; words < 2; words++)
        {
            ahead.Receive(Word(behind, _disk));
            behind.Receive(Word(ahead, _source));
        }

        for (var tick = 0; tick < 2; tick++)
            Word(behind, _disk);
        return behind;
    }

    private static ReplicaMessage Word(Replica replica, MemoryStorage disk)
    {
        replica.Tick(TimeSpan.Zero);
        return Commit(replica, disk, replica.Seal()).Effects.OfType<Broadcast>().Single().Message;
    }

    private void Commit(Replica replica, Turn turn) => Commit(replica, _disk, turn);

    private IReadOnlyList<PullAnswer> Answer(PullRequest request)
    {
        using var source = new RepairSource(A, _source, Options(pullBytes: 500));
        return [.. source.Answer(request)];
    }
}
