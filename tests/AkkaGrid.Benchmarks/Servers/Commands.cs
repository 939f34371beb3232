using System.Threading.Channels;
using AkkaGrid.Benchmarks.Harness;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>
/// A part of this program that does what it reads on its standard input, line by line, and answers each line.
/// </summary>
internal static class Commands
{
    /// <summary>Answers until the input ends, and the process with it: then whoever started it is gone.</summary>
    /// <param name="greeting">What it says once it serves.</param>
    /// <param name="answer">Does a command.</param>
    public static async Task ServeAsync(string greeting, Func<string[], Task<string>> answer)
    {
        var lines = Channel.CreateUnbounded<string>();
        _ = Task.Run(() => ReadAsync(lines.Writer));
        Console.WriteLine(ServerProcess.AnswerMark + greeting);
        await foreach (var line in lines.Reader.ReadAllAsync())
            Console.WriteLine(ServerProcess.AnswerMark + await answer(line.Split(' ')));
    }

    // Beside the commands: one may take long, or for ever, and whoever gave it be gone meanwhile.
    private static async Task ReadAsync(ChannelWriter<string> lines)
    {
        while (await Console.In.ReadLineAsync() is { } line)
            lines.TryWrite(line);
        StartupHook.End();
    }
}
