using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Scenarios.Architecture;

/// <summary>
/// Production and the simulator run the same <see cref="ReplicaDriver"/>: a second driver could be right where the
/// first is wrong, and the simulator would not notice.
/// </summary>
public sealed class OneReplicaDriverTests
{
    private static readonly Assembly Core = typeof(ReplicaDriver).Assembly;

    /// <summary>The types that run a replica.</summary>
    public static TheoryData<Type> Shells => new()
    {
        typeof(KeyValueStore).Assembly.GetType("AkkaGrid.KeyValue.Actors.ReplicaActor", throwOnError: true)!,
        typeof(VirtualStart),
        typeof(VirtualReplica),
    };

    /// <summary>The assemblies that run replicas.</summary>
    public static TheoryData<string> Assemblies =>
        [typeof(KeyValueStore).Assembly.Location, typeof(VirtualStart).Assembly.Location];

    [Fact]
    public void No_other_assembly_than_the_cores_own_tests_and_benchmarks_sees_the_replica()
    {
        Assert.False(Core.GetType("AkkaGrid.Core.KeyValue.Replica", throwOnError: true)!.IsVisible);
        Assert.Equal(
            ["AkkaGrid.Benchmarks", "AkkaGrid.Core.Tests"],
            Core.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName).Order());
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Each_shell_runs_the_driver(Type shell) =>
        Assert.Contains(
            shell.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            field => field.FieldType == typeof(ReplicaDriver));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_shell_writes_turns_or_answers_peers_by_itself(string assembly)
    {
        using var file = File.OpenRead(assembly);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();

        Assert.DoesNotContain("AkkaGrid.Core.KeyValue.Repair", TypesOf(metadata).Select(type => type.Namespace));
        Assert.DoesNotContain("ContextWaiters`1", TypesOf(metadata).Select(type => type.Name));
        Assert.DoesNotContain(nameof(IReplicaStorage.Commit), CallsOf(metadata, nameof(IReplicaStorage)));
        Assert.DoesNotContain(nameof(IReplicaStorage.InstallStaged), CallsOf(metadata, nameof(IReplicaStorage)));
        Assert.Contains(TypesOf(metadata), type => type.Name == nameof(ReplicaDriver));
    }

    private static IEnumerable<(string Namespace, string Name)> TypesOf(MetadataReader metadata) =>
        metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Select(type => (metadata.GetString(type.Namespace), metadata.GetString(type.Name)));

    private static IEnumerable<string> CallsOf(MetadataReader metadata, string typeName) =>
        from handle in metadata.MemberReferences
        let member = metadata.GetMemberReference(handle)
        where member.Parent.Kind == HandleKind.TypeReference
            && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name) == typeName
        select metadata.GetString(member.Name);
}
