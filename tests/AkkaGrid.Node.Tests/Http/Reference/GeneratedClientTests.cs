using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Node.Tests.Http.Reference;

/// <summary>
/// The reference as its users take it: npm's openapi-typescript makes types of it, and TypeScript holds a client to
/// them.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class GeneratedClientTests
{
    private static readonly string Client =
        Path.Combine(Repository.Root, "tests", "AkkaGrid.Node.Tests", "Http", "Reference", "GeneratedClient");

    [SkippableFact]
    public async Task A_client_that_is_generated_from_it_compiles_and_refuses_an_empty_body()
    {
        Skip.If(Tool.Find("npm") is null, "There is no npm on the PATH; Debian has it in the package npm.");
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Client))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        await using (var nodes = await TestNodes.StartAsync(1))
        {
            using var http = TestNodes.Http(nodes[0]);
            await File.WriteAllBytesAsync(
                Path.Combine(folder.Path, "grid.json"), await http.GetByteArrayAsync("/openapi/v1.json"));
        }

        var installed = await Tool.RunAsync("npm", folder.Path, "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        Skip.If(installed.ExitCode != 0, $"npm cannot install openapi-typescript here: {installed.Output}");
        var (exitCode, output) = await Tool.RunAsync("npm", folder.Path, "run", "check");

        Assert.True(exitCode == 0, output);
    }
}
