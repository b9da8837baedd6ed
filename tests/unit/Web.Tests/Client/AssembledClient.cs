using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebCap.Client;

namespace WebCap.Tests.Client;

/// <summary>A client of a few small files, laid out by the real build script and served by the real endpoints on a host where all else needs sign-in.</summary>
public sealed class AssembledClient : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("webcap-client-").FullName;
    private WebApplication? _host;

    public string Output => Path.Combine(_root, "output");

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, AllowAutoRedirect = false });

    public async ValueTask InitializeAsync()
    {
        Write("native/dotnet.js", "start.withConfig(/*! dotnetBootConfig */{});");
        Write("native/dotnet.native.js", "native");
        Write("native/dotnet.runtime.js", "runtime");
        Write("native/dotnet.native.wasm", Repeated("wasm"));
        Write("blazor.webassembly.js", "blazor");
        Write("signalr.min.js", "signalr();\n//# sourceMappingURL=signalr.min.js.map\n");
        Write("Web.Client.runtimeconfig.json", """{ "runtimeOptions": { "configProperties": { "System.Globalization.Invariant": true } } }""");
        Write("assemblies/System.Private.CoreLib.dll", Repeated("core"));
        Write("assemblies/Web.Client.dll", Repeated("client"));
        Write("page/css/app.css", Repeated("main { padding: 1rem; }\n"));
        Write("page/index.html", """
            <link rel="stylesheet" href="css/app#[.{fingerprint}].css">
            <link rel="preload" href="_framework/*#[.{fingerprint}].bin" as="fetch">
            <script src="lib/signalr#[.{fingerprint}].min.js"></script>

            """ + Repeated("<p>page</p>\n"));
        var (exitCode, said) = await AssembleAsync();
        Assert.True(exitCode == 0, said);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication(SignedInByHeader.Scheme).AddScheme<AuthenticationSchemeOptions, SignedInByHeader>(SignedInByHeader.Scheme, null);
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        _host = builder.Build();
        _host.MapPost("/api/flush", () => Results.Ok()).AllowAnonymous();
        _host.MapGet("/api/secret", () => "secret");
        _host.MapClient(Output);
        await _host.StartAsync();
        Http.BaseAddress = new Uri(_host.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    public void Write(string path, string content)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public void Remove(string path) => File.Delete(Path.Combine(_root, path));

    /// <summary>Runs the build script over what <see cref="Write"/> wrote, into <paramref name="output"/> or, for what is served, <see cref="Output"/>.</summary>
    public async Task<(int ExitCode, string Said)> AssembleAsync(string output = "output")
    {
        string[] arguments =
        [
            "--main=Web.Client",
            "--compress",
            $"--output={Path.Combine(_root, output)}",
            $"--runtime-config={Path.Combine(_root, "Web.Client.runtimeconfig.json")}",
            $"--native={Path.Combine(_root, "native")}",
            $"--blazor={Path.Combine(_root, "blazor.webassembly.js")}",
            $"--page={Path.Combine(_root, "page")}",
            $"--lib={Path.Combine(_root, "signalr.min.js")}",
            .. Directory.GetFiles(Path.Combine(_root, "assemblies")).Order(StringComparer.Ordinal).Select(file => $"--assembly={file}"),
        ];
        var response = Path.Combine(_root, "assemble.rsp");
        await File.WriteAllLinesAsync(response, arguments);
        var script = Path.Combine(AppContext.BaseDirectory, "client-build", "assemble.mjs");
        using var node = Process.Start(new ProcessStartInfo("node", [script, response]) { RedirectStandardError = true })!;
        var said = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, said);
    }

    public string PathIn(string output, string path) => Path.Combine(_root, output, "wwwroot", path);

    private static string Repeated(string text) => string.Concat(Enumerable.Repeat(text, 100));
}
