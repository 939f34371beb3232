using System.Text;
using AkkaGrid.Node.LivePage;

namespace AkkaGrid.Node.Tests.LivePage;

public sealed class LiveBoardTests
{
    private readonly LiveBoard _board = new();

    [Fact]
    public void Who_reads_late_is_told_the_latest_state_of_each_topic_and_nothing_in_between()
    {
        using var reader = _board.TryOpen()!;
        Show("a", "1");
        Show("b", "1");
        Show("a", "2");
        Assert.Equal(["b=1", "a=2"], Read(reader));

        Show("b", "2");

        Assert.Equal(["b=2"], Read(reader));
        Assert.Empty(Read(reader));
    }

    [Fact]
    public void A_state_that_stays_as_it_is_is_no_news()
    {
        using var reader = _board.TryOpen()!;
        Show("a", "1");
        Read(reader);
        var changed = reader.Changed;

        Show("a", "1");
        Assert.False(changed.IsCompleted);
        Assert.Empty(Read(reader));

        Show("a", "2");
        Assert.True(changed.IsCompleted);
    }

    [Fact]
    public void Who_comes_later_is_told_what_stands_there_and_the_updates_from_then_on()
    {
        using var first = _board.TryOpen()!;
        Show("a", "1");
        _board.Add([Update(1)], 5);
        using var second = _board.TryOpen()!;
        _board.Add([Update(2)], 0);

        Assert.Equal(["a=1"], Read(second));
        Assert.Equal(("2", 0), Told(second));
        Assert.Equal(("1 2", 5), Told(first));
        Assert.Null(first.ReadUpdates());
    }

    [Fact]
    public void Of_a_flood_of_updates_the_last_are_told_and_the_others_counted()
    {
        using var reader = _board.TryOpen()!;
        for (var i = 0; i < 1_000; i++)
            _board.Add([Update(i)], leftOut: 2);

        var updates = reader.ReadUpdates()!;

        Assert.Equal(LiveBoard.MaxUpdates, updates.Items.Count);
        Assert.Equal("999", updates.Items[^1].Dot);
        Assert.Equal(1_000 - LiveBoard.MaxUpdates + 2_000, updates.LeftOut);
    }

    [Fact]
    public void There_are_only_so_many_places_and_one_that_is_given_back_is_free_again()
    {
        var readers = Enumerable.Range(0, LiveBoard.MaxReaders).Select(_ => _board.TryOpen()!).ToList();

        Assert.Null(_board.TryOpen());
        readers[0].Dispose();
        readers[0].Dispose();
        Assert.NotNull(_board.TryOpen());
        Assert.Null(_board.TryOpen());
    }

    [Fact]
    public void Nothing_is_kept_while_nobody_reads()
    {
        var first = _board.TryOpen()!;
        Assert.True(_board.Watched.IsCompleted);
        Show("a", "1");
        first.Dispose();
        Assert.False(_board.IsWatched);
        Assert.False(_board.Watched.IsCompleted);

        Show("b", "1");
        _board.Add([Update(1)], 1);

        using var second = _board.TryOpen()!;
        Assert.Empty(Read(second));
        Assert.Null(second.ReadUpdates());
    }

    private static LiveUpdate Update(int number) => new($"{number}", "b", "a", "delivered", null, 0);

    private static List<string> Read(LiveBoard.Reader reader) =>
        [.. reader.Read().Select(news => $"{news.Topic}={Encoding.UTF8.GetString(news.State)}")];

    private static (string Dots, long LeftOut) Told(LiveBoard.Reader reader) =>
        reader.ReadUpdates() is { } updates
            ? (string.Join(' ', updates.Items.Select(update => update.Dot)), updates.LeftOut)
            : ("", 0);

    private void Show(string topic, string state) => _board.Show(topic, Encoding.UTF8.GetBytes(state));
}
