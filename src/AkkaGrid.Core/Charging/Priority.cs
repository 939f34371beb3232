namespace AkkaGrid.Core.Charging;

/// <summary>How urgent a request is. It shortens or lengthens the session (<see cref="SessionDuration"/>).</summary>
public enum Priority
{
    /// <summary>May take longer.</summary>
    Low,

    /// <summary>As the substation is configured.</summary>
    Normal,

    /// <summary>Is served faster.</summary>
    High,
}
