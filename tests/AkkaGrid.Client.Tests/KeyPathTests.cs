using AkkaGrid.Testing.Http;
using CsCheck;

namespace AkkaGrid.Client.Tests;

public sealed class KeyPathTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("with/slash")]
    [InlineData("/leading//doubled/trailing/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b/./c")]
    [InlineData("../../etc/passwd")]
    [InlineData("query?and#fragment&x=1;y")]
    [InlineData("100%")]
    [InlineData("%2F is not a slash, %2e%2e no dots")]
    [InlineData("plus + space")]
    [InlineData("back\\slash")]
    [InlineData("line\nbreak\r\u0001and\ttab")]
    [InlineData("umlaut ü, euro €, beyond the plane 🚗, combining e\u0301, rtl \u202e")]
    [InlineData(" ")]
    [InlineData("http://other.example/kv/x")]
    public async Task A_hostile_key_arrives_as_it_was_written(string key)
    {
        await using var node = await ScriptedNode.StartAsync(_ => Nodes.Written());

        await node.Client().Store.PutAsync(key, "v");

        var target = Assert.Single(node.Requests).Target;
        Assert.StartsWith("/kv/", target);
        Assert.Equal(key, Uri.UnescapeDataString(target["/kv/".Length..]));
    }

    [Fact]
    public void Whatever_the_key_it_is_one_segment_that_no_intermediary_resolves() =>
        Gen.String.Where(key => key.Length > 0 && !key.Contains('\0') && IsText(key)).Sample(key =>
        {
            var path = KeyPath.Encode(key);
            return Uri.UnescapeDataString(path) == key
                && path is not ("." or "..")
                && path.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_.~%".Contains(letter));
        });

    [Fact]
    public void Half_a_surrogate_pair_is_refused_instead_of_becoming_another_key() =>
        Assert.ThrowsAny<ArgumentException>(() => KeyPath.Encode("a\ud83d"));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_key_that_no_target_can_carry_is_refused(string key) =>
        Assert.Throws<ArgumentException>(() => KeyPath.Encode(key));

    [Fact]
    public async Task The_path_of_the_base_address_is_kept()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Nodes.Written());
        using var http = new HttpClient { BaseAddress = new Uri(node.Url, "/grid/") };

        await new GridClient(http).Store.PutAsync("a/b", "v");

        Assert.Equal("/grid/kv/a%2Fb", Assert.Single(node.Requests).Target);
    }

    private static bool IsText(string key) =>
        !key.EnumerateRunes().Any(rune => rune == System.Text.Rune.ReplacementChar);
}
