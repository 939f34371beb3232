using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using AkkaGrid.Client;
using Spectre.Console;

namespace AkkaGrid.Cli;

/// <summary>
/// Reads the command line, gives every command the node to talk to, and turns what fails into an exit code.
/// </summary>
internal sealed class Shell
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    private readonly Option<Uri> _node;

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print the answer as JSON.",
        Recursive = true,
    };

    private readonly RootCommand _root = new("Talks to a node of an AkkaGrid over HTTP.");
    private readonly CliEnvironment _surroundings;
    private readonly Suggestions _suggestions;

    public Shell(CliEnvironment environment)
    {
        _surroundings = environment;
        _node = NodeOption.Create(environment.Node);
        _suggestions = new Suggestions(
            parse => Connect(parse.GetRequiredValue(_node), TimeSpan.Zero), environment.Time);
        _root.Add(_node);
        _root.Add(_json);
        GridCommand.ShowExamples(
            _root,
            "akkagrid kv put hello world",
            "akkagrid charge EV_1 22",
            $"{NodeOption.Variable}=127.0.0.1:5001 akkagrid cluster show");
    }

    /// <summary>All commands.</summary>
    public RootCommand Root => _root;

    /// <summary>Whether something is piped in.</summary>
    public bool HasInput => _surroundings.Input is not null;

    /// <summary>Adds a command.</summary>
    public Shell With(Func<Shell, Command> create)
    {
        var command = create(this);
        Numbers.ReadIn(command);
        _root.Add(command);
        return this;
    }

    /// <summary>Lets a command call the node.</summary>
    /// <param name="command">The command.</param>
    /// <param name="action">What it does; the exit code. What it throws is told to the user.</param>
    /// <param name="session">The option that brings a causal context, where the command has one.</param>
    /// <param name="wait">
    /// How long the node is asked to wait before it answers, where the command asks for that.
    /// </param>
    public void Handle(
        Command command,
        Func<NodeCall, CancellationToken, Task<int>> action,
        Option<string?>? session = null,
        Func<ParseResult, TimeSpan?>? wait = null) =>
        command.SetAction(async (parse, cancellationToken) =>
        {
            var node = parse.GetRequiredValue(_node);
            using var http = Connect(node, wait?.Invoke(parse) ?? TimeSpan.Zero);
            var client = new GridClient(http, new CausalSession(session is null ? null : parse.GetValue(session)));
            try
            {
                var exit = await action(
                    new(parse, _surroundings, client, node, parse.GetValue(_json)), cancellationToken);
                return cancellationToken.IsCancellationRequested ? ExitCodes.Interrupted : exit;
            }
            catch (Exception failure) when (Failures.Explain(failure, node, cancellationToken) is { } lines)
            {
                foreach (var line in lines)
                    _surroundings.Err.WriteLine(line);
                return cancellationToken.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Failure;
            }
        });

    /// <summary>Lets shells complete an argument with what the node knows.</summary>
    public Argument<T> Completed<T>(Argument<T> argument, CompletionCandidates.Source words)
    {
        _suggestions.Complete(argument.CompletionSources, words);
        return argument;
    }

    /// <inheritdoc cref="Completed{T}(Argument{T}, CompletionCandidates.Source)"/>
    public Option<T> Completed<T>(Option<T> option, CompletionCandidates.Source words)
    {
        _suggestions.Complete(option.CompletionSources, words);
        return option;
    }

    /// <summary>Runs one command line; the exit code.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="cancellationToken">Interrupts it, as Ctrl-C does.</param>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        // A value that begins with @ is a value, not the name of a file of arguments.
        var parse = _root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = _surroundings.Out.Profile.Out.Writer,
            Error = _surroundings.Err.Profile.Out.Writer,
        };
        if (parse.Action is not ParseErrorAction wrongUsage)
        {
            var exit = await parse.InvokeAsync(configuration, cancellationToken);
            if (parse.GetResult(_root.Directives.OfType<SuggestDirective>().Single()) is not null)
                await _suggestions.PrintAsync(configuration.Output, cancellationToken);
            return exit;
        }

        // Whoever names only a group wants to see what is in it; else the help would bury the error.
        wrongUsage.ShowHelp = parse.CommandResult.Command.Action is null;
        await parse.InvokeAsync(configuration, cancellationToken);
        return ExitCodes.Usage;
    }

    private static HttpClient Connect(Uri node, TimeSpan wait) =>
        // A proxy that the environment names cannot reach this machine's own loopback.
        new(new SocketsHttpHandler { UseProxy = !node.IsLoopback })
        {
            BaseAddress = node,
            Timeout = RequestTimeout + wait
        };
}
