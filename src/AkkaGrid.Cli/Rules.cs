using System.CommandLine;
using System.CommandLine.Parsing;

namespace AkkaGrid.Cli;

/// <summary>What the values on the command line must hold to, beyond their type.</summary>
internal static class Rules
{
    /// <summary>Refuses values that do not hold to a rule, with a sentence that says the rule.</summary>
    public static Option<T> Must<T>(this Option<T> option, Func<T?, bool> rule, string sentence)
    {
        option.Validators.Add(result => Check(result, () => rule(result.GetValueOrDefault<T>()), sentence));
        return option;
    }

    /// <inheritdoc cref="Must{T}(Option{T}, Func{T, bool}, string)"/>
    public static Argument<T> Must<T>(this Argument<T> argument, Func<T?, bool> rule, string sentence)
    {
        argument.Validators.Add(result => Check(result, () => rule(result.GetValueOrDefault<T>()), sentence));
        return argument;
    }

    /// <summary>Refuses values that do not go together, with a sentence that says the rule.</summary>
    public static Command Must(this Command command, Func<CommandResult, bool> rule, string sentence)
    {
        command.Validators.Add(result => Check(result, () => rule(result), sentence));
        return command;
    }

    private static void Check(SymbolResult result, Func<bool> holds, string sentence)
    {
        try
        {
            if (!holds())
                result.AddError(sentence);
        }
        catch (InvalidOperationException)
        {
            // What is not of the type at all is told by the parser.
        }
    }
}
