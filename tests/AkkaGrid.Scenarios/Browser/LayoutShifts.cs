namespace AkkaGrid.Scenarios.Browser;

/// <summary>Chromium's cumulative layout shift: how much a page moves that nobody touches.</summary>
internal static class LayoutShifts
{
    /// <summary>The bound: below it a page counts as stable.</summary>
    public const double Bound = 0.1;

    /// <summary>The script that a page needs for it, before its own scripts run.</summary>
    public const string Script =
        """
        window.shifted = 0;
        const countShifts = shifts => {
          for (const shift of shifts) if (!shift.hadRecentInput) window.shifted += shift.value;
        };
        window.shifts = new PerformanceObserver(list => countShifts(list.getEntries()));
        window.shifts.observe({ type: "layout-shift", buffered: true });
        window.sumShifts = () => {
          countShifts(window.shifts.takeRecords());
          return window.shifted;
        };
        """;

    /// <summary>The sum of all shifts since the page was opened, what is drawn now included.</summary>
    public static Task<double> SumAsync(OpenPage page) => page.Page.EvaluateAsync<double>(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => "
        + "done(window.sumShifts()))))");
}
