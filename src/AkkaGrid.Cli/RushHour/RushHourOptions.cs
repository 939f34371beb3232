namespace AkkaGrid.Cli.RushHour;

/// <summary>How hard a rush hour is; the defaults are the originals'.</summary>
/// <param name="Threads">How many clients send at the same time.</param>
/// <param name="Duration">How long they begin new requests.</param>
/// <param name="Seed">Decides every vehicle, power, priority and pause.</param>
internal sealed record RushHourOptions(int Threads, TimeSpan Duration, int Seed)
{
    /// <summary>How many clients the originals' load tester has.</summary>
    public const int DefaultThreads = 10;

    /// <summary>How long the originals' load tester runs, in seconds.</summary>
    public const int DefaultSeconds = 60;

    /// <summary>How often the loads of the substations are shown.</summary>
    public static readonly TimeSpan StatusEvery = TimeSpan.FromSeconds(10);

    /// <summary>How long a client waits for an answer before it counts the request as failed.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
}
