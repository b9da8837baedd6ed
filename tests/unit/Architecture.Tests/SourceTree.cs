namespace Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of WebCap.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files below a folder of the checkout that we wrote: no build output, no installed packages.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => extensions.Contains(Path.GetExtension(file)) && !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules"));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WebCap.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No WebCap.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
