using AkkaGrid.Core.Formation;
using AkkaGrid.Node.Formation;
using AkkaGrid.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.Node.Tests.Formation;

public sealed class VoteFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(60));

    [Fact]
    public async Task A_vote_is_remembered_for_the_rest_of_its_lease()
    {
        await Votes().WriteAsync(new NodeAddress("a"), TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal((new NodeAddress("a"), TimeSpan.FromSeconds(2)), Votes().Read());

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(Votes().Read());
    }

    [Fact]
    public void Where_nothing_was_written_no_vote_binds() => Assert.Null(Votes().Read());

    public void Dispose() => _folder.Dispose();

    private VoteFile Votes() => new(Path.Combine(_folder.Path, "not", "there", "yet"), _time);
}
