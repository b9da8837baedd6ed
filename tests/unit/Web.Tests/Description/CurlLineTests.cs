using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using WebCap.Tests.Support;

namespace WebCap.Tests.Description;

/// <summary>docs/api.md is true: each of its lines, run as it stands there, answers with the status behind it, and no call is left out.</summary>
public sealed class CurlLineTests
{
    // Writes down what each call came to; curl itself does the rest.
    private const string Prologue = """
        curl() { command curl --write-out '%{stderr}%{http_code} %{method} %{url_effective}\n' "$@"; }

        """;

    [Fact]
    public async Task EveryLineAnswersWhatTheDocumentSaysAndNoCallIsLeftOut()
    {
        await using var server = await TestServer.StartAsync();
        using var folder = new TemporaryFolder();
        var lines = CurlLine.Read(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "api.md"), TestContext.Current.CancellationToken));
        var operations = DescribedApi.Operations(await DescribedApi.ReadAsync(server));
        HashSet<string> called = [];
        List<string> wrong = [];
        foreach (var (line, status, call) in await RunAsync(server, folder.FullPath, lines))
        {
            if (status != line.Status) wrong.Add($"{status} instead of {line.Status}: {line.Command}");
            if (DescribedApi.Find(operations.Keys, call) is not { } operation) continue;
            called.Add(operation);
            // The address of a line that follows a link is in the answer before it.
            var isNamed = line.Command.Contains("$WEBCAP/", StringComparison.Ordinal);
            if (status < 400 && isNamed && !Samples(operations[operation]).Any(sample => line.Command.Contains(sample, StringComparison.Ordinal)))
                wrong.Add($"{operation} has not this line as a sample: {line.Command}");
            if (!operations[operation].Responses!.ContainsKey(status.ToString(CultureInfo.InvariantCulture))) wrong.Add($"{operation} answered {status}, which is not described");
        }

        wrong.AddRange(operations.Keys.Except(called).Select(operation => $"docs/api.md has no curl line for {operation}"));
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task EveryOperationHasALineThatMakesIt()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (name, operation) in DescribedApi.Operations(await DescribedApi.ReadAsync(server)))
        {
            var samples = Samples(operation);
            Assert.True(samples.Length > 0, $"{name} has no line");
            Assert.All(samples, sample => Assert.Matches(@"^(printf .* \| )?curl .*\$WEBCAP/", sample));
        }
    }

    private static string[] Samples(OpenApiOperation operation) =>
        operation.Extensions?.TryGetValue("x-codeSamples", out var extension) == true && extension is JsonNodeExtension { Node: JsonArray samples }
            ? [.. samples.Select(sample => sample!["source"]!.GetValue<string>())]
            : [];

    private static async Task<IReadOnlyList<(CurlLine Line, int Status, string Call)>> RunAsync(TestServer server, string folder, IReadOnlyList<CurlLine> lines)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var script = new StringBuilder(Prologue);
        for (var index = 0; index < lines.Count; index++)
        {
            script.Append(lines[index].Status is null ? $"{lines[index].Command}\n" : $"{{ {lines[index].Command}\n}} >>output 2>call-{index}\n");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "lines.sh"), script.ToString(), cancellation);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["lines.sh"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            Environment = { ["WEBCAP"] = server.Origin, ["TOKEN"] = server.Token },
        })!;
        try
        {
            Assert.Empty(await shell.StandardError.ReadToEndAsync(cancellation));
            await shell.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!shell.HasExited) shell.Kill(entireProcessTree: true);
        }

        return [.. lines.Index().Where(each => each.Item.Status is not null).Select(each => Parse(folder, each.Index, each.Item, server.Origin))];
    }

    private static (CurlLine Line, int Status, string Call) Parse(string folder, int index, CurlLine line, string origin)
    {
        // Behind it, or in front of it, may stand that an endless download was cut off.
        var note = File.ReadLines(Path.Combine(folder, $"call-{index}")).FirstOrDefault(text => text.Contains(origin, StringComparison.Ordinal));
        Assert.True(note is not null, $"This line called nothing: {line.Command}");
        var words = note.Split(' ');
        return (line, int.Parse(words[0], CultureInfo.InvariantCulture), $"{words[1]} {words[2][origin.Length..].Split('?')[0]}");
    }
}
