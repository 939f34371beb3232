using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace AkkaGrid.Cli;

/// <summary>
/// Numbers on the command line have one form, in every culture: digits, with '.' before the fraction. So 7,4 is
/// refused, and not taken for 74.
/// </summary>
internal static class Numbers
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fraction = Whole | NumberStyles.AllowDecimalPoint;

    /// <summary>Reads the numbers of a command and of all below it in this form.</summary>
    public static void ReadIn(Command command)
    {
        foreach (var option in command.Options)
            Read(option);
        foreach (var argument in command.Arguments)
            Read(argument);
        foreach (var below in command.Subcommands)
            ReadIn(below);
    }

    /// <summary>Reads a number; null where the text is none.</summary>
    public static T? Parse<T>(string? text)
        where T : struct, INumber<T>
    {
        var style = typeof(T) == typeof(int) ? Whole : Fraction;
        return T.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
            && text!.All(c => char.IsAsciiDigit(c) || c is '.' or '-')
            ? number
            : null;
    }

    /// <summary>Bounds, in words, in the form in which they are read.</summary>
    public static string Range(decimal least, decimal most) =>
        string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}");

    private static void Read(Symbol symbol)
    {
        switch (symbol)
        {
            case Option<int> option:
                option.CustomParser = Required<int>(option.Name);
                break;
            case Option<int?> option:
                option.CustomParser = Optional<int>(option.Name);
                break;
            case Option<double> option:
                option.CustomParser = Required<double>(option.Name);
                break;
            case Option<double?> option:
                option.CustomParser = Optional<double>(option.Name);
                break;
            case Option<decimal> option:
                option.CustomParser = Required<decimal>(option.Name);
                break;
            case Option<decimal?> option:
                option.CustomParser = Optional<decimal>(option.Name);
                break;
            case Argument<decimal> argument:
                argument.CustomParser = Required<decimal>(argument.Name);
                break;
        }
    }

    private static Func<ArgumentResult, T> Required<T>(string name)
        where T : struct, INumber<T> => result => Optional<T>(name)(result) ?? T.Zero;

    private static Func<ArgumentResult, T?> Optional<T>(string name)
        where T : struct, INumber<T> => result =>
    {
        var text = result.Tokens[0].Value;
        var number = Parse<T>(text);
        if (number is null)
            result.AddError(
                $"'{text}' is not a number that {name} takes; one looks like "
                + $"{(typeof(T) == typeof(int) ? "7" : "7.4")}.");
        return number;
    };
}
