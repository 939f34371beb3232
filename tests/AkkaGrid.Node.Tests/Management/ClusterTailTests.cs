using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Management;

namespace AkkaGrid.Node.Tests.Management;

public sealed class ClusterTailTests
{
    private readonly ClusterTail _tail = new();

    [Fact]
    public void Everyone_is_told_what_changes_while_they_listen()
    {
        using var early = _tail.TryOpen()!;
        _tail.Tell(Change("a"));
        var late = _tail.TryOpen()!;
        _tail.Tell(Change("b"));
        late.Dispose();
        _tail.Tell(Change("c"));

        Assert.Equal(["a", "b", "c"], Told(early));
        Assert.Equal(["b"], Told(late));
    }

    [Fact]
    public void There_are_only_so_many_places_and_one_that_is_given_back_is_free_again()
    {
        var places = Enumerable.Range(0, ClusterTail.MaxTails).Select(_ => _tail.TryOpen()!).ToList();

        Assert.Null(_tail.TryOpen());
        places[0].Dispose();
        Assert.NotNull(_tail.TryOpen());
    }

    [Fact]
    public void Who_does_not_read_is_told_no_more_and_holds_up_nobody()
    {
        using var slow = _tail.TryOpen()!;
        for (var i = 0; i < 5_000; i++)
            _tail.Tell(Change("x"));

        Assert.InRange(Told(slow).Count, 1, 4_999);
        Assert.True(slow.Changes.Completion.IsCompleted);
    }

    private static ClusterChange Change(string what) => new(DateTimeOffset.UnixEpoch, what);

    private static List<string> Told(ClusterTail.Place place)
    {
        var told = new List<string>();
        while (place.Changes.TryRead(out var change))
            told.Add(change.Event);
        return told;
    }
}
