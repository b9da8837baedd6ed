using Bpf.Engine.Truth.Tests.Child;

namespace Bpf.Engine.Truth.Tests;

/// <summary>Runs a child that must find nothing.</summary>
internal static class Truth
{
    /// <summary>Fails with the case, and keeps it, when the child disagreed, died or hung; tells the counts otherwise.</summary>
    public static ChildResult Holds(ChildRequest request)
    {
        var result = ChildProcess.Run(request, TruthScale.StallLimit);
        if (!result.Succeeded) Assert.Fail($"{result.Describe()}\n{(result.Case is { } truthCase ? PastFailures.Keep(truthCase) : "no case")}");
        TestContext.Current.TestOutputHelper?.WriteLine(result.Output);
        // In the log as well, which shows no test's output.
        Console.WriteLine(result.Output);
        return result;
    }
}
