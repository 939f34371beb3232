namespace AkkaGrid.Core.KeyValue;

/// <summary>Names the current versions of a key, for conditional writes.</summary>
public static class ETag
{
    /// <summary>
    /// The tag: the dots of all versions, siblings included, without the quotes that HTTP puts around it.
    /// </summary>
    public static string Of(VersionSet versions) => versions.Seen.ToString();
}
