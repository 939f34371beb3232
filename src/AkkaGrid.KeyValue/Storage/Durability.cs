namespace AkkaGrid.KeyValue.Storage;

/// <summary>When a commit counts as done.</summary>
public enum Durability
{
    /// <summary>When the disk has confirmed it: acknowledged writes survive the loss of power.</summary>
    Fsync,

    /// <summary>When the operating system has it: acknowledged writes survive the death of the process only.</summary>
    Os,
}
