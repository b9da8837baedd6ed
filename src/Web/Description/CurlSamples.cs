using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebCap.Description;

/// <summary>
/// A line that makes each call, as <c>x-codeSamples</c> of its operation: those of docs/api.md, which a test runs as they stand there, so that the
/// description says no other than the document. What a line does to keep a number for the next is left out.
/// </summary>
internal static partial class CurlSamples
{
    private const string Extension = "x-codeSamples";
    private const string Resource = "WebCap.Description.api.md";

    /// <summary>Runs once all operations are there.</summary>
    public static Task AddAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        var operations = document.Paths
            .SelectMany(path => path.Value.Operations ?? [], (path, operation) => (Call: Parts($"{operation.Key.Method} {path.Key}"), Operation: operation.Value))
            .OrderBy(each => each.Call.Count(IsParameter))
            .ToArray();
        foreach (var (call, source) in Read())
        {
            // Of /recordings/space and /recordings/{id} the first, which names more.
            var parts = Parts(call);
            if (operations.FirstOrDefault(each => Fits(each.Call, parts)).Operation is not { } named) continue;
            named.Extensions ??= new Dictionary<string, IOpenApiExtension>();
            if (!named.Extensions.TryGetValue(Extension, out var known)) named.Extensions[Extension] = known = new JsonNodeExtension(new JsonArray());
            ((JsonNodeExtension)known).Node.AsArray().Add(new JsonObject { ["lang"] = "Shell", ["source"] = source });
        }

        return Task.CompletedTask;
    }

    private static string[] Parts(string call) => call.Split('/');

    private static bool IsParameter(string part) => part.StartsWith('{');

    private static bool Fits(string[] operation, string[] call) =>
        operation.Length == call.Length && operation.Zip(call).All(pair => IsParameter(pair.First) || pair.First == pair.Second);

    // "GET /api/devices/$MINOR" and the line, for each call that is to succeed.
    private static IEnumerable<(string Call, string Source)> Read()
    {
        using var stream = typeof(CurlSamples).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        foreach (Match line in Line().Matches(reader.ReadToEnd()))
        {
            var command = line.Groups["command"].Value;
            var kept = Kept().Match(command);
            if (kept.Success) command = kept.Groups["command"].Value;
            var method = Method().Match(command) is { Success: true } named ? named.Groups["method"].Value
                : AsksForHead().IsMatch(command) ? HttpMethods.Head
                : SendsBody().IsMatch(command) ? HttpMethods.Post
                : HttpMethods.Get;
            if (Path().Match(command) is { Success: true } path) yield return ($"{method} {path.Groups["path"].Value}", command);
        }
    }

    [GeneratedRegex(@"^(?<command>.*curl .*\S)\s+# [23]\d\d$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^\w+=\$\((?<command>curl .*?)(?: \| .*)?\)$")]
    private static partial Regex Kept();

    [GeneratedRegex(" -X (?<method>[A-Z]+)")]
    private static partial Regex Method();

    [GeneratedRegex(" --(json|data-binary) ")]
    private static partial Regex SendsBody();

    [GeneratedRegex(@"\$WEBCAP(?<path>/[^\s""'?]*)")]
    private static partial Regex Path();

    [GeneratedRegex(" -I ")]
    private static partial Regex AsksForHead();
}
