using WebCap.Client.Api;

namespace WebCap.Client.Capture;

/// <summary>
/// Checks a capture filter while it is typed: the server is asked once the typing has paused, and an answer counts only for the text that was asked about.
/// </summary>
internal sealed class FilterCheck : IDisposable
{
    /// <summary>A pause in typing, as people type: shorter asks for half words, longer feels like waiting.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Func<CompileRequest, Task<CompiledFilter>> compile;
    private readonly ITimer timer;
    private string? interfaceName;
    private int edition;

    /// <summary>Asks <paramref name="compile"/>, which throws <see cref="ApiException"/> for a filter that is refused.</summary>
    public FilterCheck(Func<CompileRequest, Task<CompiledFilter>> compile, TimeProvider time)
    {
        this.compile = compile;
        timer = time.CreateTimer(static state => _ = ((FilterCheck)state!).AskAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The verdict is another one.</summary>
    public event Action? Changed;

    /// <summary>The filter as typed.</summary>
    public string Text { get; private set; } = "";

    /// <summary>What is known about <see cref="Text"/>.</summary>
    public FilterVerdict Verdict { get; private set; }

    /// <summary>Why the filter was refused; null unless it was.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>The program that the filter became; null unless it is valid.</summary>
    public CompiledFilter? Program { get; private set; }

    /// <summary>The text in the box changed.</summary>
    public void SetText(string text)
    {
        if (text == Text) return;
        Text = text;
        Restart();
    }

    /// <summary>Another interface was chosen: the same words may mean nothing there.</summary>
    public void SetInterface(string? name)
    {
        if (name == interfaceName) return;
        interfaceName = name;
        if (Verdict != FilterVerdict.Empty) Restart();
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Restart()
    {
        edition++;
        Problem = null;
        Program = null;
        Verdict = string.IsNullOrWhiteSpace(Text) ? FilterVerdict.Empty : FilterVerdict.Unchecked;
        timer.Change(Verdict == FilterVerdict.Empty ? Timeout.InfiniteTimeSpan : Pause, Timeout.InfiniteTimeSpan);
        Changed?.Invoke();
    }

    private async Task AskAsync()
    {
        var asked = edition;
        try
        {
            var program = await compile(new CompileRequest(Text, interfaceName));
            if (asked != edition) return;
            Program = program;
            Verdict = FilterVerdict.Valid;
        }
        catch (ApiException refusal)
        {
            if (asked != edition) return;
            Problem = refusal.Problem;
            // Only the compiler's own refusal says something about the text; a server that is away says nothing.
            Verdict = refusal.Problem.Status == 400 ? FilterVerdict.Invalid : FilterVerdict.Unchecked;
        }

        Changed?.Invoke();
    }
}
