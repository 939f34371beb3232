using System.Text.Json;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Contracts;

/// <summary>A rule for members of a body only: a parameter is always text.</summary>
internal abstract record JsonRule(string Expected) : ValueRule(Expected)
{
    public override string? Check(string text) =>
        throw new NotSupportedException($"{GetType().Name} applies only to bodies");
}

/// <summary>Any JSON.</summary>
internal sealed record AnyRule() : JsonRule("any JSON")
{
    public override void Check(string name, JsonElement value, Violations violations)
    {
        // Any value is right.
    }

    public override void Describe(OpenApiSchema schema)
    {
        // No keyword allows all.
    }
}

/// <summary>A list.</summary>
/// <param name="Item">The rule for each item.</param>
/// <param name="MinItems">The least number of items.</param>
internal sealed record ListRule(ValueRule Item, int MinItems = 0)
    : JsonRule(MinItems == 0 ? "a list" : $"a list of at least {MinItems}")
{
    public override void Check(string name, JsonElement value, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < MinItems)
        {
            violations.Add(name, NotExpected(value.GetRawText()));
            return;
        }

        var place = 0;
        foreach (var item in value.EnumerateArray())
            Item.Check($"{name}[{place++}]", item, violations);
    }

    public override void Describe(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Array;
        schema.MinItems = MinItems == 0 ? null : MinItems;
        var item = new OpenApiSchema();
        Item.Describe(item);
        schema.Items = item;
    }
}

/// <summary>An object whose members the client names.</summary>
/// <param name="Name">The rule for each name.</param>
/// <param name="Value">The rule for each value.</param>
internal sealed record MapRule(TextRule Name, ValueRule Value) : JsonRule("an object")
{
    public override void Check(string name, JsonElement value, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            violations.Add(name, NotExpected(value.GetRawText()));
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            var path = $"{name}.{member.Name}";
            if (Name.Check(member.Name) is { } problem)
                violations.Add(path, problem);
            Value.Check(path, member.Value, violations);
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        var value = new OpenApiSchema();
        Value.Describe(value);
        schema.AdditionalProperties = value;
    }
}
