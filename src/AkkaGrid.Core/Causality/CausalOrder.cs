namespace AkkaGrid.Core.Causality;

/// <summary>How one vector clock stands to another.</summary>
public enum CausalOrder
{
    /// <summary>Both have seen the same.</summary>
    Same,

    /// <summary>The other has seen all of this one, and more.</summary>
    Before,

    /// <summary>This one has seen all of the other, and more.</summary>
    After,

    /// <summary>Each has seen something that the other has not.</summary>
    Concurrent,
}
