using System.Text;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>What a data directory says of itself.</summary>
/// <param name="Name">The replica that it belongs to.</param>
/// <param name="RecordFormat">The format of its records; null for format 1, which did not say so.</param>
internal sealed record DirectoryOwner(string Name, string? RecordFormat)
{
    /// <summary>The format of records that this program writes.</summary>
    public const string Format = "2";

    /// <summary>Whether the records are of the format before this one.</summary>
    public bool IsFormat1 => RecordFormat is null;

    /// <summary>Reads it; null where the directory is new.</summary>
    public static DirectoryOwner? Read(OpenDatabase database)
    {
        if (database.Get(ChangeBatch.NameKey, database.Columns.Meta) is not { } name)
            return null;
        var format = database.Get(ChangeBatch.FormatKey, database.Columns.Meta);
        return new DirectoryOwner(
            Encoding.UTF8.GetString(name), format is null ? null : Encoding.UTF8.GetString(format));
    }

    /// <summary>Refuses a directory that cannot be used.</summary>
    /// <exception cref="StorageException">It belongs to another replica, or a later program has written it.</exception>
    public void ThrowIfForeign(string directory, ReplicaId replica)
    {
        if (Name != replica.Value)
            throw new StorageException(
                $"The data directory '{directory}' belongs to replica '{Name}', not to '{replica}'.");
        if (!IsFormat1 && RecordFormat != Format)
        {
            throw new StorageException(
                $"The data directory '{directory}' has format {RecordFormat}, and this program reads formats 1 and "
                + $"{Format}. Start the version that wrote it.");
        }
    }
}
