using System.CommandLine;
using System.Text;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid completion</c>: prints what makes a shell complete the words of <c>akkagrid</c>.</summary>
internal static class CompletionCommand
{
    // The directive [suggest:N] answers with the words that fit at place N of the line.
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _akkagrid() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(akkagrid "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _akkagrid akkagrid
            """,
        ["zsh"] = """
            _akkagrid() {
              local -a words_that_fit=("${(@f)$(akkagrid "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              compadd -a words_that_fit
            }
            compdef _akkagrid akkagrid
            """,
        ["fish"] = """
            complete -f -c akkagrid -a '(set -l line (commandline -cp); akkagrid "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName akkagrid -ScriptBlock {
              param($word, $line, $place)
              akkagrid "[suggest:$place]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    public static Command Create(Shell shell)
    {
        var name = new Argument<string>("SHELL") { Description = "The shell that is to complete." };
        name.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new GridCommand(
            "completion",
            "Print a script for the start-up file of a shell, with which it completes words, ids and keys.",
            "eval \"$(akkagrid completion bash)\"",
            "akkagrid completion fish | source")
        {
            name,
        };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var script = Scripts[call.Arguments.GetRequiredValue(name)];
            await call.CliEnvironment.Output.WriteAsync(Encoding.UTF8.GetBytes(script + "\n"), cancellationToken);
            await call.CliEnvironment.Output.FlushAsync(cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
