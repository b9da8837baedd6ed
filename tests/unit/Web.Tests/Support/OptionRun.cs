using WebCap.Configuration;

namespace WebCap.Tests.Support;

/// <summary>One reading of the options, and what it printed.</summary>
internal sealed record OptionRun(WebCapOptions? Options, int ExitCode, string Output, string Error)
{
    public static OptionRun Of(string[] args, Dictionary<string, string>? environment = null, string? settings = null, bool hasHome = true)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("appsettings.json");
        if (settings is not null) File.WriteAllText(file, settings);
        Dictionary<string, string> variables = new(environment ?? []);
        if (hasHome) variables.TryAdd("HOME", "/home/somebody");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var command = StartCommand.Read(args, variables, file, output, error);
        return new OptionRun(command.Options, command.ExitCode, output.ToString(), error.ToString());
    }
}
