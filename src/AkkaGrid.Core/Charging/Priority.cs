namespace AkkaGrid.Core.Charging;

/// <summary>How urgent a request is. It shortens or lengthens the session (<see cref="SessionDuration"/>).</summary>
public enum Priority
{
    /// <summary>Lasts longer than configured.</summary>
    Low,

    /// <summary>Lasts as long as the substation is configured.</summary>
    Normal,

    /// <summary>Lasts shorter than configured.</summary>
    High,
}
