using Google.Protobuf.Reflection;
using Proto = AkkaGrid.KeyValue.Format.Proto;

namespace AkkaGrid.KeyValue.Tests.Format;

/// <summary>
/// What is added to a record of the disk is added to the messages that carry it, and the other way round.
/// </summary>
public sealed class FormatTests
{
    // What one side needs and the other does not, with the reason.
    private static readonly Dictionary<string, string> OneSided = new()
    {
        ["StoredUpdate.dependency_dots"] = "format 1, which is only read",
        ["SentUpdate.origin"] = "the key of the record in the log says it",
        ["SentUpdate.sequence"] = "the key of the record in the log says it",
        ["SentUpdate.base"] = "a compact clock begins with its base",
        ["StoredMember.name"] = "a message lists its incarnations by name",
        ["StoredMember.nonce"] = "a message lists its incarnations by their random bits",
        ["SentMember.incarnation"] = "the record of the state holds name and random bits",
    };

    [Fact]
    public void A_field_of_one_form_is_a_field_of_the_other_or_has_a_reason_not_to_be()
    {
        var oneSided = new[]
        {
            (Proto.StoredUpdate.Descriptor, Proto.SentUpdate.Descriptor),
            (Proto.StoredVersion.Descriptor, Proto.SentVersion.Descriptor),
            (Proto.StoredMember.Descriptor, Proto.SentMember.Descriptor),
        }.SelectMany(forms => Lacking(forms.Item1, forms.Item2).Concat(Lacking(forms.Item2, forms.Item1)));

        Assert.Equal(OneSided.Keys.Order(), oneSided.Order());
    }

    private static IEnumerable<string> Lacking(MessageDescriptor form, MessageDescriptor other) =>
        form.Fields.InDeclarationOrder()
            .Where(field => other.FindFieldByName(field.Name) is null)
            .Select(field => $"{form.Name}.{field.Name}");
}
