using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using WebCap.Tests.Support;

namespace WebCap.Tests.Description;

/// <summary>The description of the API, read as a client's program would read it, and the routes that it should have.</summary>
internal static partial class DescribedApi
{
    public const string Address = "/openapi/v1.json";

    public static async Task<OpenApiDocument> ReadAsync(TestServer server)
    {
        using var answer = await server.Bearer().GetAsync(Address, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        Assert.Equal(new MediaTypeHeaderValue("application/json"), answer.Content.Headers.ContentType);
        using var stream = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var result = await OpenApiDocument.LoadAsync(stream, "json", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostic?.Errors ?? []);
        Assert.Empty(result.Diagnostic?.Warnings ?? []);
        return result.Document!;
    }

    /// <summary>Every operation as "GET /api/devices/{minor}".</summary>
    public static Dictionary<string, OpenApiOperation> Operations(OpenApiDocument document) => document.Paths
        .SelectMany(path => (path.Value.Operations ?? []).Select(operation => (Name: $"{operation.Key.Method} {path.Key}", operation.Value)))
        .ToDictionary(operation => operation.Name, operation => operation.Value);

    /// <summary>Every route that has to be described, named like the operations. HEAD is GET without the bytes and needs no words.</summary>
    public static IEnumerable<(string Name, RouteEndpoint Endpoint)> Routes(TestServer server) =>
        from endpoint in EndpointTable.Routes(server)
        let path = "/" + Constraint().Replace(endpoint.RoutePattern.RawText!, "}").Trim('/')
        where path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/health/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        where method != "HEAD"
        select ($"{method} {path}", endpoint);

    /// <summary>The operation that a call, "GET /api/devices/3", is one of; the one with fewer parameters first.</summary>
    public static string? Find(IEnumerable<string> operations, string call) => operations
        .Where(operation => Regex.IsMatch(call, "^" + Parameter().Replace(operation, "[^/]+") + "$"))
        .MinBy(operation => operation.Count(letter => letter == '{'));

    /// <summary>The operation's address with a number for each parameter that names nothing.</summary>
    public static string AddressOfNothing(string path) => Parameter().Replace(path, "4711");

    [GeneratedRegex(":[^}]*}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
