using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Contracts;

/// <summary>A whole number.</summary>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
/// <param name="Default">The value where none is sent; null for none.</param>
internal sealed record WholeRule(int Min, int Max, int? Default = null)
    : ValueRule($"a whole number from {Min} to {Max}")
{
    public override string? Check(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= Min
        && number <= Max
            ? null
            : NotExpected($"'{text}'");

    public override void Check(string name, JsonElement value, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Number
            || !value.TryGetInt32(out var number)
            || number < Min
            || number > Max)
            violations.Add(name, NotExpected(value.GetRawText()));
    }

    public override void Describe(OpenApiSchema schema)
    {
        (schema.Type, schema.Format) = (JsonSchemaType.Integer, "int32");
        (schema.Minimum, schema.Maximum) =
            (Min.ToString(CultureInfo.InvariantCulture), Max.ToString(CultureInfo.InvariantCulture));
        if (Default is { } number)
            schema.Default = number;
    }
}

/// <summary>A decimal number.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
/// <param name="OrZero">Whether it may also be 0 where the smallest value is more.</param>
internal sealed record NumberRule(string Unit, decimal Min, decimal Max, bool OrZero = false)
    : ValueRule(string.Create(
        CultureInfo.InvariantCulture,
        $"a number{(Unit.Length > 0 ? " of " : "")}{Unit} from {Min} to {Max}{(OrZero ? ", or 0" : "")}"))
{
    public override string? Check(string text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number)
        && Takes(number)
            ? null
            : NotExpected($"'{text}'");

    public override void Check(string name, JsonElement value, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number) || !Takes(number))
            violations.Add(name, NotExpected(value.GetRawText()));
    }

    public override void Describe(OpenApiSchema schema) =>
        (schema.Type, schema.Format, schema.Minimum, schema.Maximum) = (
            JsonSchemaType.Number, "double", (OrZero ? 0 : Min).ToString(CultureInfo.InvariantCulture), Max.ToString(
                CultureInfo.InvariantCulture));

    private bool Takes(decimal number) => (number >= Min && number <= Max) || (OrZero && number == 0);
}

/// <summary>Yes or no.</summary>
internal sealed record YesNoRule() : ValueRule("true or false")
{
    public override string? Check(string text) => bool.TryParse(text, out _) ? null : NotExpected($"'{text}'");

    public override void Check(string name, JsonElement value, Violations violations)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            violations.Add(name, NotExpected(value.GetRawText()));
    }

    public override void Describe(OpenApiSchema schema) => schema.Type = JsonSchemaType.Boolean;
}
