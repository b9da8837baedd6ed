using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using WebCap.Configuration;
using WebCap.Tests.Support;

namespace WebCap.Tests.Telemetry;

/// <summary>The log: an event has a number of its own, and the lines are what was asked for.</summary>
public sealed class LogTests
{
    [Fact]
    public void EveryLogMethodHasANumberOfItsOwn()
    {
        var events = typeof(WebCapOptions).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Name: $"{method.DeclaringType!.Name}.{method.Name}", method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(method => method.EventId is not null)
            .ToList();
        Assert.NotEmpty(events);
        Assert.All(events, each => Assert.True(each.EventId > 0, each.Name));
        Assert.Equal(events.Select(each => each.EventId).Distinct().Order(), events.Select(each => each.EventId).Order());
    }

    [Theory]
    [InlineData(false, ConsoleFormatterNames.Simple)]
    [InlineData(true, ConsoleFormatterNames.Json)]
    public async Task TheOptionChoosesTheFormat(bool isJson, string formatter)
    {
        await using var server = await TestServer.StartAsync(options => options with { LogsJson = isJson });
        Assert.Equal(formatter, server.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    [Theory]
    [InlineData("json", true)]
    [InlineData("text", false)]
    public void TheOptionTakesTwoWords(string word, bool isJson) => Assert.Equal(isJson, OptionRun.Of(["--log-format", word]).Options?.LogsJson);

    [Fact]
    public void AnotherWordIsRefused()
    {
        var run = OptionRun.Of(["--log-format", "xml"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--log-format must be text or json", run.Error, StringComparison.Ordinal);
    }
}
