namespace AkkaGrid.Core.KeyValue;

/// <summary>The condition of a request on the current versions of a key, as in RFC 9110 (section 13).</summary>
/// <param name="IfMatch">Tags, one of which the key must have; null for no such condition.</param>
/// <param name="IfNoneMatch">Tags, none of which the key may have; null for no such condition.</param>
public sealed record Precondition(TagSet? IfMatch, TagSet? IfNoneMatch = null)
{
    /// <summary>The condition that a tag expresses.</summary>
    /// <param name="ifMatch">
    /// The <see cref="ETag"/> that the key must have, <c>*</c> for any value; null for no condition.
    /// </param>
    public static Precondition? Of(string? ifMatch) => ifMatch switch
    {
        null => null,
        "*" => new Precondition(TagSet.AnyValue),
        _ => new Precondition(new TagSet([ifMatch])),
    };

    /// <summary>Whether a key with these versions satisfies it.</summary>
    public bool HoldsFor(VersionSet present) => IfMatch?.Has(present) != false && IfNoneMatch?.Has(present) != true;
}

/// <summary>A set of <see cref="ETag"/>s, or the tag of any value.</summary>
/// <param name="Tags">The tags, without the quotes of HTTP.</param>
public sealed record TagSet(IReadOnlyCollection<string> Tags)
{
    /// <summary>The tag of any value, <c>*</c>: it does not match a deleted key.</summary>
    public static TagSet AnyValue { get; } = new([]) { IsAny = true };

    /// <summary>Whether it matches any value.</summary>
    public bool IsAny { get; private init; }

    /// <summary>Whether it matches a key with these versions.</summary>
    public bool Has(VersionSet present) => IsAny ? present.Value is not null : Tags.Contains(ETag.Of(present));
}
