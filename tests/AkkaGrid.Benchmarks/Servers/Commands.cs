using AkkaGrid.Benchmarks.Harness;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>A part of this program that does what it reads on its standard input, line by line, and answers each line.</summary>
internal static class Commands
{
    /// <summary>Answers until the input ends.</summary>
    /// <param name="greeting">What it says once it serves.</param>
    /// <param name="answer">Does a command.</param>
    public static async Task ServeAsync(string greeting, Func<string[], Task<string>> answer)
    {
        Console.WriteLine(ServerProcess.AnswerMark + greeting);
        while (await Console.In.ReadLineAsync() is { } line)
            Console.WriteLine(ServerProcess.AnswerMark + await answer(line.Split(' ')));
    }
}
