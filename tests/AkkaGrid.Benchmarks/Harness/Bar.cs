using System.Globalization;

namespace AkkaGrid.Benchmarks.Harness;

/// <summary>One row of the table: what was measured, and whether it is within the bar.</summary>
/// <param name="What">What is compared.</param>
/// <param name="Ours">What this store does.</param>
/// <param name="Theirs">What it is compared with does.</param>
/// <param name="Measured">The number that the bar speaks of.</param>
/// <param name="Limit">The bar.</param>
/// <param name="IsMet">Whether it is met; null where there is no bar.</param>
internal sealed record Bar(string What, string Ours, string Theirs, string Measured, string Limit, bool? IsMet)
{
    /// <summary>A ratio that may be no more than the bar.</summary>
    public static Bar AtMost(
        string what, double measured, double limit, string ours, string theirs, string format = "0.00x") =>
        new(what, ours, theirs, Text(measured, format), "<= " + Text(limit, format), measured <= limit);

    /// <summary>A ratio that may be no less than the bar.</summary>
    public static Bar AtLeast(
        string what, double measured, double limit, string ours, string theirs, string format = "0.00x") =>
        new(what, ours, theirs, Text(measured, format), ">= " + Text(limit, format), measured >= limit);

    /// <summary>A ratio that is told beside a bar, and has none.</summary>
    public static Bar Beside(string what, double measured, string ours, string theirs, string format = "0.00x") =>
        new(what, ours, theirs, Text(measured, format), "", null);

    /// <summary>A row that could not be measured.</summary>
    public static Bar Failed(string what, string reason) => new(what, "", "", reason, "", false);

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
