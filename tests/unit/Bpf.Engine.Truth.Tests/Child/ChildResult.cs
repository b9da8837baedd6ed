namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>How a child ended, and where it was.</summary>
internal sealed record ChildResult(
    ChildRequest Request, int ExitCode, bool Stalled, long Program, long Frame, long Stage, string Output, string Errors)
{
    /// <summary>Whether it did everything and found nothing.</summary>
    public bool Succeeded => ExitCode == ChildProcess.Agreed && !Stalled;

    /// <summary>Whether it found something and said so; otherwise it died, or hung.</summary>
    public bool Disagreed => ExitCode == ChildProcess.Disagreed && !Stalled;

    /// <summary>The case that the child failed on, made again from its number or read from what it wrote; null if it has no case.</summary>
    public TruthCase? Case
    {
        get
        {
            if (Disagreed)
            {
                var line = Output.Split('\n').FirstOrDefault(line => line.StartsWith(ChildReport.CasePrefix, StringComparison.Ordinal));
                return line is null ? null : TruthCase.Parse(line[ChildReport.CasePrefix.Length..]);
            }

            if (Program == ChildProgress.KeptCases) return PastFailures.Read().ElementAtOrDefault((int)Frame);
            return Request.Task switch
            {
                ChildTask.RandomPairs => RandomPairs.CaseAt(Request, Program, (int)Frame),
                ChildTask.HostilePrograms => HostilePrograms.CaseAt(Request, Program, (int)Frame),
                _ => null,
            };
        }
    }

    /// <summary>For a person: what happened, to which program, with which bytes.</summary>
    public string Describe()
    {
        var who = Stage switch
        {
            ChildProgress.Making => "nothing of them yet",
            ChildProgress.Libpcap => "libpcap",
            ChildProgress.Model => "the model",
            _ => TestedEngines.Named(Request.Engines).ElementAtOrDefault((int)Stage - ChildProgress.FirstEngine)?.Name ?? "an engine",
        };
        var what = Disagreed ? "They do not agree"
            : Stalled ? $"The child hung in program {Program}, frame {Frame}, where {who} ran, and was ended"
            : $"The child died with exit code {ExitCode} in program {Program}, frame {Frame}, where {who} ran";
        var about = Request.Task == ChildTask.Expressions ? ExpressionVerdicts.Read().ElementAtOrDefault((int)Program) : Case?.Describe();
        return $"{what}. Seed {Request.Seed}, {Request}.\n{about}\n{Output}\n{Errors}";
    }
}
