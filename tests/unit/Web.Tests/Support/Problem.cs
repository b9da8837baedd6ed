using System.Net;
using System.Text.Json;

namespace WebCap.Tests.Support;

/// <summary>A refusal, with what every refusal must have checked.</summary>
internal sealed record Problem(HttpStatusCode Status, string Errno, string Request, string Detail, JsonElement Body)
{
    public static async Task<Problem> OfAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var body = document.RootElement.Clone();
        Assert.Equal((int)answer.StatusCode, body.GetProperty("status").GetInt32());
        var detail = body.GetProperty("detail").GetString()!;
        Assert.NotEmpty(detail);
        return new Problem(
            answer.StatusCode, body.GetProperty("errno").GetString()!, body.GetProperty("request").GetString()!, detail, body);
    }
}
