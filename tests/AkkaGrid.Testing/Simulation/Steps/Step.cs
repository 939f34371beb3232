using System.Globalization;

namespace AkkaGrid.Testing.Simulation.Steps;

/// <summary>Something that happens in a story, at its time.</summary>
public abstract record Step(TimeSpan At)
{
    /// <summary>What happens, in words.</summary>
    protected abstract string Words { get; }

    public sealed override string ToString() => $"t={Seconds(At)} {Words}";

    protected static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) + "s";

    protected static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);
}
