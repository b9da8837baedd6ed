using System.Diagnostics;

namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>The child's side: does one task and reports on its standard output.</summary>
internal static class ChildProgram
{
    public static int Run(ReadOnlySpan<string> arguments)
    {
        EndWithTheParent();
        using var progress = ChildProgress.Open(arguments[0]);
        var request = ChildRequest.Parse(arguments[1..]);
        return request.Task switch
        {
            ChildTask.RandomPairs => RandomPairs.Run(request, progress),
            ChildTask.HostilePrograms => HostilePrograms.Run(request, progress),
            _ => ExpressionVerdicts.Run(request, progress),
        };
    }

    /// <summary>
    /// The standard input is a pipe from the parent, which never writes: its end is the parent's end. A test run that is killed leaves no child,
    /// not even one that loops.
    /// </summary>
    private static void EndWithTheParent()
    {
        var input = Console.OpenStandardInput();
        new Thread(() =>
        {
            while (input.ReadByte() >= 0) continue;
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }) { IsBackground = true, Name = "parent watch" }.Start();
    }
}
