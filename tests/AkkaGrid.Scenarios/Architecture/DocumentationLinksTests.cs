using System.Text.RegularExpressions;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Architecture;

/// <summary>Links between the pages of the documentation lead somewhere.</summary>
public sealed partial class DocumentationLinksTests
{
    public static TheoryData<string> Pages => [.. Directory.GetFiles(Repository.Root, "*.md")
        .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
        .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src"), "README.md", SearchOption.AllDirectories))
        .Select(page => Path.GetRelativePath(Repository.Root, page))
        .Order()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_link_leads_to_a_file_and_to_a_heading_of_it(string page) =>
        Assert.All(Link().Matches(WithoutCode(Read(page))).Select(match => match.Groups["target"].Value), link =>
        {
            var (path, anchor) = (link.Split('#')[0], link.Split('#').ElementAtOrDefault(1));
            var target = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
            Assert.True(Path.Exists(Path.Combine(Repository.Root, target)), $"{link}: there is no such file");
            if (anchor is not null && target.EndsWith(".md", StringComparison.Ordinal))
                Assert.Contains(anchor, Headings(Read(target)));
        });

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    private static string WithoutCode(string text) => Code().Replace(text, "");

    /// <summary>The names that headings have as targets of links, where pages are rendered as on GitHub.</summary>
    private static IEnumerable<string> Headings(string text) => Heading().Matches(WithoutCode(text))
        .Select(match => Punctuation().Replace(match.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?![a-z]+:)(?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
