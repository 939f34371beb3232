namespace AkkaGrid.Core.KeyValue;

/// <summary>What a request requires of the present versions of a key, as RFC 9110 (section 13) has it.</summary>
/// <param name="IfMatch">Tags of which the key must have one; null for no such condition.</param>
/// <param name="IfNoneMatch">Tags of which the key must have none; null for no such condition.</param>
public sealed record Precondition(TagSet? IfMatch, TagSet? IfNoneMatch = null)
{
    /// <summary>The condition of a tag.</summary>
    /// <param name="ifMatch">
    /// The <see cref="ETag"/> that the key must have, <c>*</c> for any value; null for no condition.
    /// </param>
    public static Precondition? Of(string? ifMatch) => ifMatch switch
    {
        null => null,
        "*" => new Precondition(TagSet.AnyValue),
        _ => new Precondition(new TagSet([ifMatch])),
    };

    /// <summary>Whether a key with these versions meets it.</summary>
    public bool HoldsFor(VersionSet present) => IfMatch?.Has(present) != false && IfNoneMatch?.Has(present) != true;
}

/// <summary>Some <see cref="ETag"/>s, or that of any value.</summary>
/// <param name="Tags">The tags, without the quotes of HTTP.</param>
public sealed record TagSet(IReadOnlyCollection<string> Tags)
{
    /// <summary>The tag of any value, <c>*</c>: a key that is deleted has none.</summary>
    public static TagSet AnyValue { get; } = new([]) { IsAny = true };

    /// <summary>Whether any value will do.</summary>
    public bool IsAny { get; private init; }

    /// <summary>Whether the tag of these versions is one of them.</summary>
    public bool Has(VersionSet present) => IsAny ? present.Value is not null : Tags.Contains(ETag.Of(present));
}
