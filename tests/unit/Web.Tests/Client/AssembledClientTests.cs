using System.Text.Json;

namespace WebCap.Tests.Client;

/// <summary>What the build script writes, and what it refuses. Each test has its own files, since it changes them.</summary>
public sealed class AssembledClientTests : IAsyncLifetime
{
    private readonly AssembledClient _client = new();

    public ValueTask InitializeAsync() => _client.InitializeAsync();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public void TheBootConfigurationNamesEachAssemblyOnceByItsFingerprint()
    {
        var loader = File.ReadAllText(_client.PathIn("output", "_framework/dotnet.js"));
        var json = loader["start.withConfig(".Length..^");".Length];
        using var boot = JsonDocument.Parse(json);
        var root = boot.RootElement;
        Assert.Equal("Web.Client", root.GetProperty("mainAssemblyName").GetString());
        Assert.Equal("invariant", root.GetProperty("globalizationMode").GetString());
        Assert.True(root.GetProperty("runtimeConfig").GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty("System.Globalization.Invariant").GetBoolean());

        var resources = root.GetProperty("resources");
        Assert.Equal("System.Private.CoreLib.dll", Assert.Single(resources.GetProperty("coreAssembly").EnumerateArray()).GetProperty("virtualPath").GetString());
        var own = Assert.Single(resources.GetProperty("assembly").EnumerateArray());
        Assert.Equal("Web.Client.dll", own.GetProperty("virtualPath").GetString());
        Assert.Matches(@"^Web\.Client\.[0-9a-f]{12}\.bin$", own.GetProperty("name").GetString());
    }

    [Fact]
    public void AScriptDoesNotNameASourceMapThatIsNotServed() =>
        Assert.DoesNotContain("sourceMappingURL", File.ReadAllText(_client.PathIn("output", "lib/signalr.min.js")), StringComparison.Ordinal);

    [Fact]
    public async Task AnotherRunWithNothingChangedWritesNothing()
    {
        var before = WriteTimes();
        Assert.Equal(0, (await _client.AssembleAsync()).ExitCode);
        Assert.Equal(before, WriteTimes());
    }

    [Fact]
    public async Task AChangedFileIsWrittenAgainInAllItsForms()
    {
        var before = await File.ReadAllBytesAsync(_client.PathIn("output", "css/app.css.br"), TestContext.Current.CancellationToken);
        _client.Write("page/css/app.css", string.Concat(Enumerable.Repeat("main { margin: 2rem; }\n", 100)));
        Assert.Equal(0, (await _client.AssembleAsync()).ExitCode);
        Assert.NotEqual(before, await File.ReadAllBytesAsync(_client.PathIn("output", "css/app.css.br"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AFileThatIsGoneIsRemovedWithItsForms()
    {
        _client.Write("page/js/old.js", string.Concat(Enumerable.Repeat("old();", 100)));
        Assert.Equal(0, (await _client.AssembleAsync()).ExitCode);
        Assert.True(File.Exists(_client.PathIn("output", "js/old.js.br")));
        _client.Remove("page/js/old.js");
        Assert.Equal(0, (await _client.AssembleAsync()).ExitCode);
        Assert.Empty(Directory.GetFiles(_client.PathIn("output", "js")));
    }

    [Theory]
    [InlineData("page/index.html", """<script src="js/gone#[.{fingerprint}].js"></script>""" + "\n", "js/gone.js")]
    [InlineData("page/notes.txt", "text", "notes.txt has no content type")]
    [InlineData("native/dotnet.js", "another loader", "no place for the boot configuration")]
    public async Task WhatCannotBeServedFailsTheBuildAndSaysWhy(string path, string content, string why)
    {
        _client.Write(path, content);
        var (exitCode, said) = await _client.AssembleAsync("refused");
        Assert.NotEqual(0, exitCode);
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    private Dictionary<string, DateTime> WriteTimes() =>
        Directory.GetFiles(_client.Output, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);
}
