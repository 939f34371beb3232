using AkkaGrid.Core.Formation;
using AkkaGrid.Node.Formation;
using AkkaGrid.Testing;

namespace AkkaGrid.Node.Tests.Formation;

/// <summary>A vote binds for 5 s of real time, whatever happens to the wall clock and to the process.</summary>
public sealed class VoteFileTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);
    private static readonly NodeAddress Candidate = new("a");

    private readonly TemporaryFolder _folder = new();
    private readonly TwoClocks _time = new();

    public static TheoryData<TimeSpan> Steps =>
    [
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(-10),
        TimeSpan.FromDays(1), TimeSpan.FromDays(-1), TimeSpan.FromDays(3650), TimeSpan.FromDays(-3650),
    ];

    private string Folder => Path.Combine(_folder.Path, "not", "there", "yet");

    private string VotePath => Path.Combine(Folder, "formation.vote");

    [Fact]
    public async Task A_vote_is_remembered_for_the_rest_of_its_lease()
    {
        await Votes().WriteAsync(Candidate, Lease);
        _time.Pass(TimeSpan.FromSeconds(3));

        Assert.Equal((Candidate, TimeSpan.FromSeconds(2)), Votes().Read(Lease));

        _time.Pass(TimeSpan.FromSeconds(2));
        Assert.Null(Votes().Read(Lease));
    }

    [Fact]
    public void Where_nothing_was_written_no_vote_binds() => Assert.Null(Votes().Read(Lease));

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_step_of_the_wall_clock_neither_frees_a_vote_nor_holds_it(TimeSpan step)
    {
        await Votes().WriteAsync(Candidate, Lease);
        _time.Pass(TimeSpan.FromSeconds(3));
        _time.Wall += step;

        Assert.Equal((Candidate, TimeSpan.FromSeconds(2)), Votes().Read(Lease));

        _time.Pass(TimeSpan.FromSeconds(2));
        Assert.Null(Votes().Read(Lease));
    }

    /// <summary>
    /// The monotonic clock starts again at a reboot. Whatever it shows then, the vote may have been written just
    /// before.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task After_a_reboot_a_vote_counts_as_new(int uptime)
    {
        _time.Pass(TimeSpan.FromSeconds(100));
        await Votes("one boot").WriteAsync(Candidate, Lease);

        _time.Elapsed = TimeSpan.FromSeconds(uptime);

        Assert.Equal((Candidate, Lease), Votes("another boot").Read(Lease));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_seed_gives_its_vote_to_another_candidate_after_a_lease_and_not_before_and_not_much_later(
        TimeSpan step)
    {
        foreach (var boot in new[] { "one boot", "another boot" })
        {
            await Votes("one boot").WriteAsync(Candidate, Lease);
            _time.Wall += step;
            var formation = new ClusterFormation(
                new FormationSettings(new("b"), "b", [Candidate, new("b"), new("c")]), incarnation: 1);
            var (candidate, remaining) = Votes(boot).Read(Lease)!.Value;
            formation.RestoreVote(candidate, remaining, TimeSpan.Zero);

            Assert.False(VotesForC(formation, TimeSpan.FromSeconds(4.9)));
            Assert.True(VotesForC(formation, TimeSpan.FromSeconds(5)));
        }
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_vote_that_an_earlier_version_wrote_counts_as_new(int until)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(VotePath, $"{_time.Wall.AddSeconds(until).ToUnixTimeMilliseconds()} a");

        Assert.Equal((Candidate, Lease), Votes().Read(Lease));
    }

    [Fact]
    public async Task An_earlier_version_finds_the_end_of_the_lease_at_the_start_of_the_file()
    {
        await Votes().WriteAsync(Candidate, Lease);

        Assert.StartsWith($"{(_time.Wall + Lease).ToUnixTimeMilliseconds()} a", await File.ReadAllTextAsync(VotePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("12345")]
    [InlineData("12345 ")]
    public async Task A_damaged_vote_binds_for_a_lease_and_nobody_has_it(string damaged)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(VotePath, damaged);

        Assert.Equal((null, Lease), Votes().Read(Lease));
    }

    public void Dispose() => _folder.Dispose();

    private static bool VotesForC(ClusterFormation formation, TimeSpan now) => formation.Receive(
        new RequestVote(new("c"), default), now, new Dictionary<string, NodeAddress>()).OfType<CastVote>().Any();

    private VoteFile Votes(string boot = "one boot") => new(Folder, _time, new MonotonicClock(boot, _time));

    /// <summary>A wall clock that can be set, and a monotonic clock that cannot.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = DateTimeOffset.UnixEpoch.AddYears(60);

        public TimeSpan Elapsed { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan span)
        {
            Wall += span;
            Elapsed += span;
        }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
