using AkkaGrid.Testing;
using k8s;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>
/// The manifests under docker/kubernetes, read into the types that are generated from the API of Kubernetes: a member
/// that it does not know and a value of another type are errors.
/// </summary>
internal static class KubernetesManifests
{
    /// <summary>The folder.</summary>
    public static readonly string Folder = Path.Combine(Repository.Root, "docker", "kubernetes");

    /// <summary>The names of the files.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. new DirectoryInfo(Folder).GetFiles("*.yaml").Select(file => file.Name).Order()];

    /// <summary>The objects of a file.</summary>
    public static IReadOnlyList<object> Read(string file) => Parse(File.ReadAllText(Path.Combine(Folder, file)));

    /// <summary>The objects of a text.</summary>
    public static IReadOnlyList<object> Parse(string text) => KubernetesYaml.LoadAllFromString(text, strict: true);

    /// <summary>The one object of a type in all files.</summary>
    public static T Single<T>(string? name = null)
        where T : IKubernetesObject<k8s.Models.V1ObjectMeta> =>
        Files.SelectMany(Read).OfType<T>().Single(item => name is null || item.Metadata.Name == name);
}
