using System.Collections;
using WebCap.Cli.Text;

namespace WebCap.Cli;

/// <summary>The process around the <see cref="CommandLine"/>: its arguments, its environment, its two outputs.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "");
        await using var output = StandardOutput.Open();
        return await new CommandLine(new Session(environment, output, Console.Error, Console.In)).RunAsync(args);
    }
}
