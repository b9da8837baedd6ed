using System.Diagnostics;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>Runs a program of this machine to its end.</summary>
internal static class Command
{
    /// <summary>What the program printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its own words.</exception>
    public static string Run(string program, params string[] arguments) => RunWith("", program, arguments);

    /// <summary>The same, with <paramref name="input"/> as its standard input.</summary>
    public static string RunWith(string input, string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        // Both at once: a program that fills the one pipe while the other is read would wait for ever.
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0) return output;
        throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
    }

    /// <summary>The started program, with its output to be read by the caller.</summary>
    public static Process Start(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start");
    }

    /// <summary>Whether a program is on the path.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program)));
}
