using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Client;

namespace AkkaGrid.Cli;

/// <summary>One run of a command: what the user gave, and the node to call.</summary>
/// <param name="Arguments">The command line, read.</param>
/// <param name="CliEnvironment">Where it runs.</param>
/// <param name="Client">The node.</param>
/// <param name="Node">The node's URL.</param>
/// <param name="Json">Whether the answer is wanted as JSON.</param>
internal sealed record NodeCall(
    ParseResult Arguments, CliEnvironment CliEnvironment, GridClient Client, Uri Node, bool Json)
{
    /// <summary>Prints an answer as JSON where that is wanted, else as <paramref name="text"/> does it.</summary>
    public async Task ShowAsync<T>(T answer, JsonTypeInfo<T> type, Action<T> text)
    {
        if (Json)
            await WriteJsonAsync(answer, type);
        else
            text(answer);
    }

    public async Task WriteJsonAsync<T>(T answer, JsonTypeInfo<T> type)
    {
        byte[] line =
            [.. JsonSerializer.SerializeToUtf8Bytes(answer, type), .. Encoding.UTF8.GetBytes(Environment.NewLine)];
        await CliEnvironment.Output.WriteAsync(line);
        await CliEnvironment.Output.FlushAsync();
    }
}
