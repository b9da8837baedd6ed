using System.Text.Json;

namespace WebCap.Cli.Server;

/// <summary>A refusal as the server says it (RFC 9457).</summary>
/// <param name="Detail">A sentence for a person.</param>
/// <param name="Suggestion">For a filter that is wrong: the one that was probably meant.</param>
internal sealed record ProblemDetails(string? Detail, string? Suggestion)
{
    /// <summary>Null when the text is something else.</summary>
    public static ProblemDetails? TryRead(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ServerJson.Default.ProblemDetails) is { Detail: not null } problem ? problem : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
