using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Packages;

/// <summary>The packages that are made for others: the client and the command line.</summary>
public sealed partial class PackageTests
{
    // The folder of the tests is bin/<configuration>/net10.0.
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    [Theory]
    [InlineData("AkkaGrid.Client", "AkkaGrid.Client")]
    [InlineData("AkkaGrid.Cli", "akkagrid")]
    public async Task A_package_carries_its_readme_which_links_to_nothing_outside_of_it(string project, string package)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await Tool.RunAsync(
            "dotnet",
            Repository.Root,
            "pack",
            Path.Combine("src", project),
            "--no-build",
            "--configuration",
            Configuration,
            "--output",
            folder.Path,
            "-nodeReuse:false");
        Assert.True(exitCode == 0, output);

        using var archive = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder.Path, $"{package}.*.nupkg")));
        using var manifest = archive.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal))
            .Open();
        var metadata = XDocument.Load(manifest)
            .Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements().ToList();
        Assert.Equal("README.md", metadata.Single(element => element.Name.LocalName == "readme").Value);
        Assert.Equal(package, metadata.Single(element => element.Name.LocalName == "id").Value);

        using var readme = new StreamReader(archive.GetEntry("README.md")!.Open());
        var text = await readme.ReadToEndAsync();
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", project, "README.md")), text);
        Assert.DoesNotMatch(RelativeLink(), text);
    }

    [Fact]
    public void Nothing_else_is_a_package() =>
        Assert.Equal(
            ["AkkaGrid.Cli", "AkkaGrid.Client"],
            Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
                .Where(project =>
                    XDocument.Load(project).Descendants("IsPackable").Any(property => property.Value == "true"))
                .Select(project => Path.GetFileNameWithoutExtension(project))
                .Order());

    [GeneratedRegex(@"\]\((?!https?://|#)")]
    private static partial Regex RelativeLink();
}
