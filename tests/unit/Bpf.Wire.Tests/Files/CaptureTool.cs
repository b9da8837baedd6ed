using System.ComponentModel;
using System.Diagnostics;

namespace Bpf.Wire.Tests.Files;

/// <summary>Runs one of Wireshark's command line tools; a test that needs one that is missing is skipped, and says so.</summary>
internal static class CaptureTool
{
    public static string Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start, tool);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
        return output;
    }

    private static Process Start(ProcessStartInfo start, string tool)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{tool} did not start");
        }
        catch (Win32Exception missing) when (missing.NativeErrorCode == 2)
        {
            Assert.Skip($"{tool} is not installed (Debian: apt-get install tshark)");
            throw;
        }
    }
}
