using System.CommandLine;
using System.CommandLine.Completions;
using AkkaGrid.Client;

namespace AkkaGrid.Cli;

/// <summary>
/// Completes the values of options and arguments with what the node knows, where it can be asked in time.
/// </summary>
/// <param name="connect">Connects to the node that a command line names.</param>
/// <param name="time">The clock.</param>
internal sealed class Suggestions(Func<ParseResult, HttpClient> connect, TimeProvider time)
{
    // Who has pressed a key waits for the shell.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    // The parser asks for words at once: what it asks for is noted, and had from the node when it is done.
    private readonly List<(CompletionCandidates.Source Source, CompletionContext Context)> _wanted = [];

    /// <summary>Completes a value with words of the node.</summary>
    public void Complete(
        List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources, CompletionCandidates.Source words) =>
        sources.Add(context =>
        {
            _wanted.Add((words, context));
            return [];
        });

    /// <summary>Prints the words that were asked for; none where no node answers.</summary>
    public async Task PrintAsync(TextWriter output, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        foreach (var (source, context) in _wanted.DistinctBy(wanted => wanted.Source))
        {
            try
            {
                using var http = connect(context.ParseResult);
                foreach (var word in await source(new GridClient(http), context.WordToComplete, end.Token))
                    if (CompletionCandidates.Completes(word, context.WordToComplete))
                        await output.WriteLineAsync(word);
            }
            catch (Exception failure) when (failure is GridException or HttpRequestException
                or OperationCanceledException or InvalidOperationException)
            {
                // Nobody has asked for an error, also not for that of a node that is misnamed.
            }
        }
    }
}
