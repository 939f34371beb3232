namespace AkkaGrid.Core.KeyValue.Lab;

/// <summary>What the lab does to updates on a link.</summary>
public enum LinkMode
{
    /// <summary>Nothing.</summary>
    Pass,

    /// <summary>Keeps them back until the link passes again.</summary>
    Hold,

    /// <summary>Lets them in late.</summary>
    Delay,

    /// <summary>Loses them.</summary>
    Drop,

    /// <summary>Lets them in twice.</summary>
    Duplicate,
}
