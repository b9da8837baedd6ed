namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>What a child writes to its standard output.</summary>
internal static class ChildReport
{
    /// <summary>In front of the case that failed.</summary>
    public const string CasePrefix = "case ";

    /// <summary>Reports that the engines disagree on <paramref name="truthCase"/>; the exit code.</summary>
    public static int Disagree(Judge judge, TruthCase truthCase, IReadOnlyList<TestedEngine> engines, string where)
    {
        Console.WriteLine($"{where}: {judge.Disagreement}");
        var smallest = truthCase.Shrink(smaller => !judge.Agree(smaller, engines));
        judge.Agree(smallest, engines);
        Console.WriteLine($"reduced: {judge.Disagreement}");
        Console.WriteLine(CasePrefix + smallest.ToLine());
        return ChildProcess.Disagreed;
    }
}
