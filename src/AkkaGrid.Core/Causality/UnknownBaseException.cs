namespace AkkaGrid.Core.Causality;

/// <summary>A clock names a base that is not known here: the message counts as lost, and the base is asked for.</summary>
public sealed class UnknownBaseException(ulong name) : FormatException($"The clock base {name:x16} is not known here")
{
    /// <summary>The name of the base.</summary>
    public ulong Name { get; } = name;
}
