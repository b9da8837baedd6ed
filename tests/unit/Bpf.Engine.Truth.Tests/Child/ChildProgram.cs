namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>The child's side: does one task and reports on its standard output.</summary>
internal static class ChildProgram
{
    public static int Run(ReadOnlySpan<string> arguments)
    {
        using var progress = ChildProgress.Open(arguments[0]);
        var request = ChildRequest.Parse(arguments[1..]);
        return request.Task switch
        {
            ChildTask.RandomPairs => RandomPairs.Run(request, progress),
            ChildTask.HostilePrograms => HostilePrograms.Run(request, progress),
            _ => ExpressionVerdicts.Run(request, progress),
        };
    }
}
