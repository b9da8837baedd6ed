using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>The direction of references: Wire &lt;- Engine &lt;- Web, and Wire &lt;- Dissect &lt;- Web.Client and Cli. The privileged side never dissects.</summary>
public class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Bpf.Wire"] = [],
        ["Bpf.Engine"] = ["Bpf.Wire"],
        ["Packet.Dissect"] = ["Bpf.Wire"],
        ["Web.Client"] = ["Packet.Dissect"],
        ["Web"] = ["Bpf.Engine"],
        ["Cli"] = ["Bpf.Wire", "Packet.Dissect"],
    };

    [Fact]
    public void EveryProjectReferencesWhatTheHouseAllowsAndNothingElse()
    {
        var found = SourceTree.Files("src", ".csproj").ToDictionary(NameOf, file => AssemblyReferences(file).Order().ToArray());

        Assert.Equal(Allowed.Keys.Order(), found.Keys.Order());
        foreach (var (project, references) in found) Assert.Equal(Allowed[project], references);
    }

    [Fact]
    public void TheServerBuildsThePageButLoadsNoneOfItsAssemblies()
    {
        var builds = SourceTree.Files("src/Web", ".targets").SelectMany(References).Single(reference => reference.Name == "Web.Client");

        Assert.False(builds.IsAssembly);
    }

    [Fact]
    public void NativeCodeIsCalledFromOneFolderOnly()
    {
        var callers = SourceTree.Files("src", ".cs")
            .Where(file => SourceTree.Read(file) is var code && (code.Contains("LibraryImport", StringComparison.Ordinal) || code.Contains("DllImport(", StringComparison.Ordinal)))
            .Select(file => Path.GetDirectoryName(file)!.Replace('\\', '/'))
            .Distinct();

        Assert.Equal(["src/Bpf.Engine/Interop"], callers);
    }

    [Theory]
    [InlineData("src/Packet.Dissect")]
    [InlineData("src/Bpf.Wire")]
    [InlineData("src/Web")]
    [InlineData("src/Web.Client")]
    [InlineData("src/Cli")]
    public void UnsafeCodeIsForTheEngine(string folder)
    {
        var allowing = SourceTree.Files(folder, ".csproj").Where(file => SourceTree.Read(file).Contains("AllowUnsafeBlocks>true", StringComparison.Ordinal));
        var unsafeFiles = SourceTree.Files(folder, ".cs").Where(file => SourceTree.Read(file).Contains("unsafe ", StringComparison.Ordinal));

        // The page's interop with JavaScript is generated code that needs the permission; what we write there is safe all the same.
        Assert.All(allowing, file => Assert.Equal("src/Web.Client/Web.Client.csproj", file));
        Assert.Empty(unsafeFiles);
    }

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> AssemblyReferences(string project) =>
        References(project).Where(reference => reference.IsAssembly).Select(reference => reference.Name);

    private static IEnumerable<(string Name, bool IsAssembly)> References(string file) =>
        XDocument.Parse(SourceTree.Read(file)).Descendants("ProjectReference").Select(reference => (
            NameOf(reference.Attribute("Include")!.Value.Replace('\\', '/')),
            reference.Attribute("ReferenceOutputAssembly")?.Value != "false"));
}
