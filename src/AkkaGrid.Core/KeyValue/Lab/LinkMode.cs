namespace AkkaGrid.Core.KeyValue.Lab;

/// <summary>The fault that the lab injects into updates on a link.</summary>
public enum LinkMode
{
    /// <summary>No fault.</summary>
    Pass,

    /// <summary>Holds updates back until the link passes them again.</summary>
    Hold,

    /// <summary>Delays updates.</summary>
    Delay,

    /// <summary>Drops updates.</summary>
    Drop,

    /// <summary>Delivers updates twice.</summary>
    Duplicate,
}
