using System.Reflection;

namespace AkkaGrid.Node.Hosting;

/// <summary>The version of the program, which members of a cluster show during a rolling upgrade.</summary>
internal static class NodeVersion
{
    /// <summary>The version, such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        // The build appends the commit behind a plus sign.
        typeof(NodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
