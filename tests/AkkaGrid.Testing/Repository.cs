namespace AkkaGrid.Testing;

/// <summary>Finds the files of this repository from a running test.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>AkkaGrid.sln</c>.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "AkkaGrid.sln"))
            ? folder
            : Find(Directory.GetParent(folder)?.FullName
                ?? throw new DirectoryNotFoundException("AkkaGrid.sln is in no folder above the test"));
}
