using System.CommandLine;
using System.CommandLine.Parsing;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Cli.Commands;

/// <summary>The options that name a member: by its address, as <c>pbm</c> does it, or by its name.</summary>
internal sealed class ClusterTargetOptions
{
    private readonly Option<string?> _address;
    private readonly Option<string?> _name;

    public ClusterTargetOptions(Shell shell)
    {
        _address = shell.Completed(
            new Option<string?>("--address", "-a")
            {
                Description = "The member's address, as 'cluster show' prints it.",
                HelpName = "ADDRESS",
            },
            CompletionCandidates.Addresses);
        _name = shell.Completed(
            new Option<string?>("--name", "-n") { Description = "The member's name.", HelpName = "NAME" },
            CompletionCandidates.Members);
    }

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isNeeded">Whether a member must be named; else none means the node that is asked.</param>
    public void AddTo(Command command, bool isNeeded)
    {
        command.Add(_address);
        command.Add(_name);
        command.Must(result => Given(result) < 2, "Give --address or --name, not both.");
        if (isNeeded)
            command.Must(result => Given(result) > 0, "Say which member: --address ADDRESS or --name NAME.");
    }

    public ClusterTarget Of(ParseResult parse) => new(parse.GetValue(_name), parse.GetValue(_address));

    private int Given(CommandResult result) =>
        (result.GetValue(_address) is null ? 0 : 1) + (result.GetValue(_name) is null ? 0 : 1);
}
