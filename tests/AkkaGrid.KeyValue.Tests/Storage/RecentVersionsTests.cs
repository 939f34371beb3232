using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class RecentVersionsTests
{
    private readonly RecentVersions _recent = new();

    [Fact]
    public void What_was_read_is_found_again()
    {
        _recent.Add(Samples.Key("x"), Changes.Versions(1, "1"), _recent.Ground);

        Assert.Equal("1", Find("x"));
        Assert.Null(Find("y"));
    }

    [Fact]
    public void A_write_replaces_what_was_there_once_it_has_ended()
    {
        _recent.Add(Samples.Key("x"), Changes.Versions(1, "1"), _recent.Ground);

        _recent.Begin();
        Assert.Equal("1", Find("x"));
        End(("x", "2"));

        Assert.Equal("2", Find("x"));
    }

    [Fact]
    public void What_was_read_before_a_write_or_during_it_is_not_kept()
    {
        var before = _recent.Ground;
        _recent.Begin();
        _recent.Add(Samples.Key("x"), Changes.Versions(1, "1"), before);
        _recent.Add(Samples.Key("y"), Changes.Versions(1, "1"), _recent.Ground);
        End();
        _recent.Add(Samples.Key("z"), Changes.Versions(1, "1"), before);

        Assert.All((string[])["x", "y", "z"], key => Assert.Null(Find(key)));
    }

    [Fact]
    public void Nothing_is_kept_after_a_write_of_unknown_outcome()
    {
        var before = _recent.Ground;
        _recent.Add(Samples.Key("x"), Changes.Versions(1, "1"), before);

        _recent.Begin();
        _recent.Clear();
        _recent.Add(Samples.Key("y"), Changes.Versions(1, "1"), before);

        Assert.Null(Find("x"));
        Assert.Null(Find("y"));
    }

    [Fact]
    public void What_is_asked_for_stays_and_the_rest_goes_in_time()
    {
        var filler = new string('f', 10_000);
        _recent.Add(Samples.Key("asked"), Changes.Versions(1, "1"), _recent.Ground);
        _recent.Add(Samples.Key("left"), Changes.Versions(1, "1"), _recent.Ground);

        for (var i = 0; i < 5_000; i++)
        {
            _recent.Add(Samples.Key($"{i}"), Changes.Versions(1, filler), _recent.Ground);
            Assert.Equal("1", Find("asked"));
        }

        Assert.Null(Find("left"));
        Assert.InRange(Enumerable.Range(0, 5_000).Count(i => Find($"{i}") is not null), 700, 1_700);
    }

    [Fact]
    public void A_large_value_is_not_kept_nor_what_it_replaces()
    {
        _recent.Add(Samples.Key("x"), Changes.Versions(1, "1"), _recent.Ground);

        _recent.Begin();
        End(("x", new string('l', 100_000)));

        Assert.Null(Find("x"));
    }

    [Fact]
    public void A_key_of_many_versions_counts_as_large_though_their_values_are_small()
    {
        var siblings = Enumerable.Range(1, 200)
            .Select(i => Samples.Version(new Dot(Samples.A, (ulong)i), (ulong)i, "1"));

        _recent.Add(Samples.Key("x"), VersionSet.Of(siblings), _recent.Ground);

        Assert.Null(Find("x"));
    }

    private string? Find(string key) =>
        _recent.TryGet(Samples.Key(key), out var versions) ? Samples.Text(versions) : null;

    private void End(params (string Key, string Text)[] written) =>
        _recent.End(written.ToDictionary(item => Samples.Key(item.Key), item => Changes.Versions(2, item.Text)));
}
