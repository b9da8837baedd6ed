using Bpf.Engine.Truth.Tests.Making;

namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>The kept cases, then random verified programs, each on random frames, every engine and every oracle.</summary>
internal static class RandomPairs
{
    /// <summary>The pair with these numbers; what a run meets there.</summary>
    public static TruthCase CaseAt(ChildRequest request, long number, int frame)
    {
        var random = new SeededRandom();
        var program = RandomPrograms.Make(random, request.Seed, number, request.Profile);
        var bytes = RandomFrames.Make(
            random, request.Seed, number, frame, program.Instructions, new byte[RandomFrames.LongestFrame], out var wireLength);
        return new TruthCase(request.Profile, program.Instructions.ToArray(), bytes.ToArray(), wireLength);
    }

    public static int Run(ChildRequest request, ChildProgress progress)
    {
        var engines = TestedEngines.Named(request.Engines);
        using var judge = new Judge(progress);
        var kept = 0;
        progress.Program = ChildProgress.KeptCases;
        foreach (var truthCase in PastFailures.Read())
        {
            progress.Frame = kept++;
            if (!judge.Agree(truthCase, engines)) return ChildReport.Disagree(judge, truthCase, engines, $"kept case {kept}");
        }

        var random = new SeededRandom();
        var room = new byte[RandomFrames.LongestFrame];
        for (var number = request.FirstProgram; number < request.FirstProgram + request.Programs; number++)
        {
            progress.Frame = 0;
            progress.Program = number;
            progress.Stage = ChildProgress.Making;
            var program = RandomPrograms.Make(random, request.Seed, number, request.Profile);
            judge.Take(program, engines);
            for (var frame = 0; frame < request.FramesAProgram; frame++)
            {
                progress.Frame = frame;
                progress.Stage = ChildProgress.Making;
                var bytes = RandomFrames.Make(random, request.Seed, number, frame, program.Instructions, room, out var wireLength);
                if (judge.Agree(bytes, wireLength)) continue;
                var truthCase = new TruthCase(request.Profile, program.Instructions.ToArray(), bytes.ToArray(), wireLength);
                return ChildReport.Disagree(judge, truthCase, engines, $"seed {request.Seed}, program {number}, frame {frame}");
            }
        }

        Console.WriteLine(
            $"{kept} kept cases, {request.Programs} programs ({request.Profile} rules) of seed {request.Seed}, {judge.Pairs} pairs; "
            + $"{string.Join(", ", engines.Select(engine => engine.Name))}; {judge.Accepted} verdicts other than 0, "
            + $"{judge.RulesDiffer} where libpcap has another rule");
        return ChildProcess.Agreed;
    }
}
