using System.Xml.Linq;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Architecture;

public sealed class ProjectReferencesTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "AkkaGrid.Core", [] },
        { "AkkaGrid.KeyValue", ["AkkaGrid.Core"] },
        { "AkkaGrid.Charging", ["AkkaGrid.Core"] },
        { "AkkaGrid.Client", [] },
        { "AkkaGrid.Node", ["AkkaGrid.Charging", "AkkaGrid.Client", "AkkaGrid.KeyValue"] },
        { "AkkaGrid.Cli", ["AkkaGrid.Client", "AkkaGrid.Core"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void References_go_one_way(string project, string[] references) =>
        Assert.Equal(
            references, References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void Every_project_under_src_is_held_to_the_graph() =>
        Assert.Equal(
            Allowed.Select(row => (string)row[0]).Order(),
            Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).Order());

    [Theory]
    [InlineData("AkkaGrid.Core")]
    [InlineData("AkkaGrid.Client")]
    public void The_core_and_the_client_need_no_package(string project) =>
        Assert.Empty(References(project, "PackageReference"));

    [Fact]
    public void The_command_line_never_sees_akka() =>
        Assert.DoesNotContain(
            References("AkkaGrid.Cli", "PackageReference"), name => name.StartsWith("Akka", StringComparison.Ordinal));

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"))
            .Descendants(kind)
            .Select(reference => (string?)reference.Attribute("Include") ?? "");
}
