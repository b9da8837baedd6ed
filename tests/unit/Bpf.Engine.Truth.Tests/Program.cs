using Bpf.Engine.Truth.Tests.Child;

namespace Bpf.Engine.Truth.Tests;

/// <summary>
/// The test executable's entry. Started with <see cref="ChildProcess.Argument"/> it is the child that a test started, where libpcap runs:
/// what kills it there ends no test run. Otherwise it is the test runner.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is [ChildProcess.Argument, .. var rest]) return ChildProgram.Run(rest);
        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments);
    }
}
