using System.Collections;
using System.Reflection;

namespace WebCap.Configuration;

/// <summary>What a start of the program is to do: run with options, or print something and end.</summary>
/// <param name="Options">The options to run with; null when the program ends at once.</param>
/// <param name="ExitCode">What it ends with then.</param>
internal sealed record StartCommand(WebCapOptions? Options, int ExitCode = 0)
{
    /// <summary>The options cannot be used.</summary>
    public const int BadOptions = 2;

    /// <summary>The program's version, as the project file has it.</summary>
    public static string Version { get; } =
        typeof(StartCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Reads this process's settings, environment and <paramref name="args"/>; answers and complaints go to the writers.</summary>
    public static StartCommand Read(string[] args, TextWriter output, TextWriter error)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "");
        return Read(args, environment, Path.Combine(AppContext.BaseDirectory, "appsettings.json"), output, error);
    }

    public static StartCommand Read(
        string[] args, IReadOnlyDictionary<string, string> environment, string settingsFile, TextWriter output, TextWriter error)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            output.Write(UsageText.Format());
            return new StartCommand(Options: null);
        }

        if (args.Contains("--version"))
        {
            output.WriteLine($"WebCap {Version}");
            return new StartCommand(Options: null);
        }

        try
        {
            return new StartCommand(OptionReader.Read(args, environment, ReadSettings(settingsFile), error.WriteLine));
        }
        catch (OptionException fault)
        {
            error.WriteLine(fault.Message);
            return new StartCommand(Options: null, BadOptions);
        }
    }

    private static IConfigurationRoot ReadSettings(string file)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(file, optional: true).Build();
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The parser's own sentence, with line and position, is one level down.
            throw new OptionException($"{file} cannot be read: {(fault.InnerException ?? fault).Message}");
        }
    }
}
