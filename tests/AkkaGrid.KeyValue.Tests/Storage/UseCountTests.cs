using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class UseCountTests
{
    [Fact]
    public void What_nobody_uses_is_freed_at_once_and_once()
    {
        var freed = 0;
        var uses = new UseCount(() => freed++);
        Assert.True(uses.TryEnter());
        uses.Exit();
        Assert.Equal(0, freed);

        uses.Close();
        uses.Close();

        Assert.Equal(1, freed);
        Assert.False(uses.TryEnter());
        Assert.Equal(1, freed);
    }

    [Fact]
    public void What_is_in_use_is_freed_when_the_last_has_left()
    {
        var freed = 0;
        var uses = new UseCount(() => freed++);
        Assert.True(uses.TryEnter() && uses.TryEnter());
        uses.Close();
        Assert.False(uses.TryEnter());
        uses.Exit();
        Assert.Equal(0, freed);

        uses.Exit();

        Assert.Equal(1, freed);
    }

    [Fact]
    public async Task Among_many_threads_it_is_freed_once_and_never_in_use()
    {
        for (var round = 0; round < 200; round++)
        {
            var (inside, freed, usedAfterwards) = (0, 0, 0);
            var uses = new UseCount(() =>
            {
                Interlocked.Add(ref usedAfterwards, Volatile.Read(ref inside));
                Interlocked.Increment(ref freed);
            });
            using var start = new Barrier(4);
            var users = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 500 && uses.TryEnter(); i++)
                {
                    Interlocked.Increment(ref inside);
                    Interlocked.Add(ref usedAfterwards, Volatile.Read(ref freed));
                    Interlocked.Decrement(ref inside);
                    uses.Exit();
                }
            })).ToList();
            users.Add(Task.Run(() =>
            {
                start.SignalAndWait();
                uses.Close();
            }));
            await Task.WhenAll(users).WaitAsync(TimeSpan.FromSeconds(60));

            Assert.Equal((1, 0), (freed, usedAfterwards));
        }
    }
}
