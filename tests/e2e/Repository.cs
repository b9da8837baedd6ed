namespace WebCap.E2e;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of WebCap.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The published service that run.sh starts and test.sh has made.</summary>
    public static string Published { get; } =
        Environment.GetEnvironmentVariable("WEBCAP_PUBLISHED") ?? Path.Combine(Root, ".build", "publish");

    /// <summary>The published command line that webcap starts and test.sh has made.</summary>
    public static string CommandLine { get; } = Path.Combine(Root, ".build", "cli", "webcap-cli");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WebCap.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No WebCap.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
