namespace AkkaGrid.Benchmarks.Harness;

/// <summary>What all whole-system rows read and write.</summary>
internal static class Workload
{
    /// <summary>The media type of all values.</summary>
    public const string ContentType = "application/octet-stream";

    /// <summary>How many keys there are.</summary>
    public const int Keys = 10_000;

    /// <summary>The value of all keys: 100 bytes.</summary>
    public static readonly byte[] Value = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 37))];

    /// <summary>The name of a key.</summary>
    public static string Key(int number) => $"key-{number % Keys:d6}";

    /// <summary>One GET of each key.</summary>
    public static IReadOnlyList<byte[]> Gets { get; } = [.. Requests("GET", null)];

    /// <summary>One PUT of each key.</summary>
    public static IReadOnlyList<byte[]> Puts { get; } = [.. Requests("PUT", Value)];

    private static IEnumerable<byte[]> Requests(string method, byte[]? body) =>
        Enumerable.Range(0, Keys).Select(number => LoadGenerator.Request(method, $"/kv/{Key(number)}", body));
}
