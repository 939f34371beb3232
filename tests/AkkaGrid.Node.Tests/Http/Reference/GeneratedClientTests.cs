using System.ComponentModel;
using System.Diagnostics;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;

namespace AkkaGrid.Node.Tests.Http.Reference;

/// <summary>The reference as its users take it: npm's openapi-typescript makes types of it, and TypeScript holds a client to them.</summary>
[Trait("Speed", "Slow")]
public sealed class GeneratedClientTests
{
    private static readonly string Client =
        Path.Combine(Repository.Root, "tests", "AkkaGrid.Node.Tests", "Http", "Reference", "GeneratedClient");

    [SkippableFact]
    public async Task A_client_that_is_generated_from_it_compiles_and_refuses_an_empty_body()
    {
        Skip.If(await RunAsync("npm", Client, "--version") is null, "There is no npm on the PATH; Debian has it in the package npm.");
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Client))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        await using (var nodes = await TestNodes.StartAsync(1))
        {
            using var http = TestNodes.Http(nodes[0]);
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, "grid.json"), await http.GetByteArrayAsync("/openapi/v1.json"));
        }

        var installed = await RunAsync("npm", folder.Path, "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        Skip.If(installed is not (0, _), $"npm cannot install openapi-typescript here: {installed?.Output}");
        var (exitCode, output) = (await RunAsync("npm", folder.Path, "run", "check"))!.Value;

        Assert.True(exitCode == 0, output);
    }

    /// <returns>How it ended and what it said; null where there is no such program.</returns>
    private static async Task<(int ExitCode, string Output)?> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
