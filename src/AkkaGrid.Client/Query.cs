namespace AkkaGrid.Client;

/// <summary>Writes the query of a request target.</summary>
internal static class Query
{
    /// <summary><c>?name=value&amp;...</c> of the parameters that have a value; empty where none has.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = "";
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        }

        return query;
    }
}
