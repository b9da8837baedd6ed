using System.Diagnostics;
using System.Text;

namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>The parent's side: starts a child, watches that it gets on, and knows where it was when it died.</summary>
internal static class ChildProcess
{
    /// <summary>The first argument of a child.</summary>
    public const string Argument = "--truth-child";

    /// <summary>The child did what was asked and found nothing.</summary>
    public const int Agreed = 0;

    /// <summary>The child found a disagreement, which it wrote down.</summary>
    public const int Disagreed = 3;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs a child to its end, however it comes to it.</summary>
    public static ChildResult Run(ChildRequest request, TimeSpan stallLimit)
    {
        var path = Path.Combine(Path.GetTempPath(), $"truth-{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            using var progress = ChildProgress.Create(path);
            using var process = new Process { StartInfo = StartInfo(path, request) };
            var output = new StringBuilder();
            var errors = new StringBuilder();
            process.OutputDataReceived += (_, line) => Append(output, line.Data);
            process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var stalled = !WaitWhileItGetsOn(process, progress, stallLimit);
            process.WaitForExit();
            return new ChildResult(
                request, process.ExitCode, stalled, progress.Program, progress.Frame, progress.Stage, output.ToString(), errors.ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ProcessStartInfo StartInfo(string path, ChildRequest request)
    {
        // This process is "dotnet X.dll" or X itself; in both cases the runtime can run the assembly by name.
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.FileName = Environment.ProcessPath!;
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        start.ArgumentList.Add(Argument);
        start.ArgumentList.Add(path);
        foreach (var argument in request.ToArguments()) start.ArgumentList.Add(argument);
        // A child may be expected to die; its memory is of no use.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }

    private static bool WaitWhileItGetsOn(Process process, ChildProgress progress, TimeSpan stallLimit)
    {
        var last = (-2L, -2L, -2L);
        var since = Stopwatch.StartNew();
        while (!process.WaitForExit(WatchInterval))
        {
            var now = (progress.Program, progress.Frame, progress.Stage);
            if (now != last)
            {
                last = now;
                since.Restart();
            }
            else if (since.Elapsed > stallLimit)
            {
                process.Kill();
                return false;
            }
        }

        return true;
    }

    private static void Append(StringBuilder text, string? line)
    {
        // What a dying runtime says is long; its beginning is enough.
        if (line is null || text.Length > 20_000) return;
        lock (text) text.Append(line).Append('\n');
    }
}
