using AkkaGrid.Client;
using Petabridge.Cmd;

namespace AkkaGrid.Node.Pbm;

/// <summary>A command of a palette.</summary>
/// <param name="Definition">Its name and arguments.</param>
/// <param name="RunAsync">
/// Executes it, with a client of the node and a function that reads an argument by name; returns the text to print.
/// </param>
internal sealed record Verb(
    CommandDefinition Definition, Func<GridClient, Func<string, string?>, Task<string>> RunAsync)
{
    /// <summary>
    /// A command with arguments, each a name, a switch and a description; one that begins with <c>?</c> is optional.
    /// </summary>
    public static Verb Of(
        string name,
        string description,
        Func<GridClient, Func<string, string?>, Task<string>> run,
        params (string Name, string Switch, string Description)[] arguments)
    {
        var definition = new CommandDefinitionBuilder().WithName(name).WithDescription(description);
        foreach (var (argument, letter, meaning) in arguments)
            definition = definition.WithArgument(builder => builder
                .IsMandatory(argument[0] != '?')
                .WithName(argument.TrimStart('?'))
                .WithSwitch(letter)
                .WithDescription(meaning));
        return new Verb(definition.Build(), run);
    }
}
