using WebCap.Client.Api;
using WebCap.Client.Capture;

namespace WebCap.Client.Tests;

public class FilterCheckTests
{
    private readonly ManualTime time = new();
    private readonly List<(CompileRequest Request, TaskCompletionSource<CompiledFilter> Answer)> asked = [];

    [Fact]
    public void TheServerIsAskedOnceTypingHasPaused()
    {
        using var check = New();
        foreach (var text in new[] { "t", "tc", "tcp" })
        {
            check.SetText(text);
            time.Advance(TimeSpan.FromMilliseconds(150));
        }

        Assert.Empty(asked);
        Assert.Equal(FilterVerdict.Unchecked, check.Verdict);
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal("tcp", Assert.Single(asked).Request.Expression);
        asked[0].Answer.SetResult(new CompiledFilter { InstructionCount = 4 });
        Assert.Equal(FilterVerdict.Valid, check.Verdict);
        Assert.Equal(4, check.Program?.InstructionCount);
    }

    [Fact]
    public void AnAnswerToAnEarlierTextIsNoAnswer()
    {
        using var check = New();
        check.SetText("tcp.port == 80");
        time.Advance(FilterCheck.Pause);
        check.SetText("tcp port 80");
        asked[0].Answer.SetException(new ApiException(new Problem { Status = 400 }));
        Assert.Equal(FilterVerdict.Unchecked, check.Verdict);
        time.Advance(FilterCheck.Pause);
        asked[1].Answer.SetResult(new CompiledFilter());
        Assert.Equal(FilterVerdict.Valid, check.Verdict);
    }

    [Fact]
    public void ARefusalIsInvalidAndCarriesItsSuggestion()
    {
        using var check = New();
        check.SetText("tcp.port == 80");
        time.Advance(FilterCheck.Pause);
        asked[0].Answer.SetException(new ApiException(new Problem { Status = 400, Detail = "That looks like a display filter.", Suggestion = "tcp port 80" }));
        Assert.Equal(FilterVerdict.Invalid, check.Verdict);
        Assert.Equal("tcp port 80", check.Problem?.Suggestion);
        check.SetText("tcp port 80");
        Assert.Null(check.Problem);
    }

    [Fact]
    public void AServerThatIsAwaySaysNothingAboutTheFilter()
    {
        using var check = New();
        check.SetText("tcp");
        time.Advance(FilterCheck.Pause);
        asked[0].Answer.SetException(new ApiException(new Problem { Detail = "The server does not answer." }));
        Assert.Equal(FilterVerdict.Unchecked, check.Verdict);
        Assert.NotNull(check.Problem);
    }

    [Fact]
    public void NoTextNeedsNoCheck()
    {
        using var check = New();
        check.SetText("tcp");
        check.SetText("  ");
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(asked);
        Assert.Equal(FilterVerdict.Empty, check.Verdict);
    }

    [Fact]
    public void AnotherInterfaceIsAskedAgain()
    {
        using var check = New();
        check.SetText("ether host 1:2:3:4:5:6");
        time.Advance(FilterCheck.Pause);
        asked[0].Answer.SetResult(new CompiledFilter());
        check.SetInterface("tun0");
        Assert.Equal(FilterVerdict.Unchecked, check.Verdict);
        time.Advance(FilterCheck.Pause);
        Assert.Equal("tun0", asked[1].Request.Interface);
    }

    private FilterCheck New() => new(Compile, time);

    private Task<CompiledFilter> Compile(CompileRequest request)
    {
        var answer = new TaskCompletionSource<CompiledFilter>();
        asked.Add((request, answer));
        return answer.Task;
    }
}
