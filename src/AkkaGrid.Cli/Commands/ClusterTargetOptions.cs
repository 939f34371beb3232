using System.CommandLine;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Cli.Commands;

/// <summary>The options that name a member: by its address, as <c>pbm</c> does it, or by its name.</summary>
internal sealed class ClusterTargetOptions
{
    private readonly Option<string?> _address = new("--address", "-a")
    {
        Description = "The member's address, as 'cluster show' prints it.",
        HelpName = "ADDRESS",
    };

    private readonly Option<string?> _name = new("--name", "-n") { Description = "The member's name.", HelpName = "NAME" };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isNeeded">Whether a member must be named; else none means the node that is asked.</param>
    public void AddTo(Command command, bool isNeeded)
    {
        command.Add(_address);
        command.Add(_name);
        command.Validators.Add(result =>
        {
            var (byAddress, byName) = (result.GetValue(_address) is not null, result.GetValue(_name) is not null);
            if (byAddress && byName)
                result.AddError("Give --address or --name, not both.");
            else if (isNeeded && !byAddress && !byName)
                result.AddError("Say which member: --address ADDRESS or --name NAME.");
        });
    }

    public ClusterTarget Of(ParseResult parse) => new(parse.GetValue(_name), parse.GetValue(_address));
}
