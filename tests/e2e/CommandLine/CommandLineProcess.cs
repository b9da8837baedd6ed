using System.Diagnostics;
using System.Text;

namespace WebCap.E2e.CommandLine;

/// <summary>A run of the published command line, signed in through the environment.</summary>
internal sealed class CommandLineProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process process;
    private readonly StringBuilder error = new();
    private readonly Task<string> output;
    private readonly TaskCompletionSource errorEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CommandLineProcess(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    /// <summary>What it printed; once it has ended.</summary>
    public string Output => output.IsCompleted ? output.Result : throw new InvalidOperationException("It is still running.");

    /// <summary>What it said beside that, so far.</summary>
    public string Error
    {
        get
        {
            lock (error) return error.ToString();
        }
    }

    public static CommandLineProcess Start(WebCapServer server, string[] arguments) => new(Process.Start(StartInfo(server, arguments))!);

    public static ProcessStartInfo StartInfo(WebCapServer server, string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.CommandLine) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (!File.Exists(start.FileName)) throw new InvalidOperationException($"{start.FileName} is missing: ./test.sh publishes it.");
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["WEBCAP_URL"] = server.Address.ToString();
        start.Environment["WEBCAP_TOKEN"] = server.Token;
        return start;
    }

    /// <summary>Waits until standard error has a text.</summary>
    public async Task WaitForErrorAsync(string text, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (error)
            {
                if (error.ToString().Contains(text, StringComparison.Ordinal)) return;
                next = changed.Task;
            }

            Assert.False(errorEnded.Task.IsCompleted, $"It ended without saying \"{text}\":\n{Error}");
            await next.WaitAsync(Patience, cancellation);
        }
    }

    public async Task<int> ExitAsync(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation).WaitAsync(Patience, cancellation);
        await output.WaitAsync(Patience, cancellation);
        await errorEnded.Task.WaitAsync(Patience, cancellation);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private void Take(string? line)
    {
        TaskCompletionSource waiting;
        lock (error)
        {
            if (line is not null) error.AppendLine(line);
            waiting = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (line is null) errorEnded.TrySetResult();
        waiting.TrySetResult();
    }
}
