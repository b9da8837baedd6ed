using System.Net;
using WebCap.Tests.Support;

namespace WebCap.Tests.Telemetry;

/// <summary>What a supervisor asks, without a token.</summary>
public sealed class HealthTests
{
    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    public async Task ARunningServiceSaysSoToAnybodyAndNothingElse(string path, string text)
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Anonymous().GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
