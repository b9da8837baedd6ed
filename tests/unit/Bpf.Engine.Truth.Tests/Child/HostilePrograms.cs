using Bpf.Engine.Filter;
using Bpf.Engine.Truth.Tests.Making;

namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>
/// Programs of any bits. What the validator accepts is run against guard pages: a rule that it forgot shows as a crash, a hang, or as
/// engines that disagree.
/// </summary>
internal static class HostilePrograms
{
    /// <summary>The pair with these numbers.</summary>
    public static TruthCase CaseAt(ChildRequest request, long number, int frame)
    {
        var random = new SeededRandom();
        random.Restart(request.Seed, number);
        var program = RandomPrograms.Hostile(random);
        var bytes = RandomFrames.Make(random, request.Seed, number, frame, program, new byte[RandomFrames.LongestFrame], out var wireLength);
        return new TruthCase(request.Profile, program, bytes.ToArray(), wireLength);
    }

    public static int Run(ChildRequest request, ChildProgress progress)
    {
        var engines = TestedEngines.Named(request.Engines);
        TestedEngine[] interpreted = [.. engines.Where(engine => !engine.IsCompiled)];
        using var judge = new Judge(progress);
        var random = new SeededRandom();
        var room = new byte[RandomFrames.LongestFrame];
        var refused = new SortedDictionary<ValidationViolation, long>();
        long accepted = 0;
        for (var number = request.FirstProgram; number < request.FirstProgram + request.Programs; number++)
        {
            progress.Frame = 0;
            progress.Program = number;
            progress.Stage = ChildProgress.Making;
            random.Restart(request.Seed, number);
            var instructions = RandomPrograms.Hostile(random);
            if (!FilterProgram.TryCreate(instructions, Validator.DefaultMaxInstructions, request.Profile, out var program, out var error))
            {
                refused[error.Violation] = refused.GetValueOrDefault(error.Violation) + 1;
                continue;
            }

            var taking = accepted++ < TruthScale.HostileCompiledPrograms ? engines : interpreted;
            judge.Take(program, taking);
            for (var frame = 0; frame < request.FramesAProgram; frame++)
            {
                progress.Frame = frame;
                progress.Stage = ChildProgress.Making;
                var bytes = RandomFrames.Make(random, request.Seed, number, frame, instructions, room, out var wireLength);
                if (judge.Agree(bytes, wireLength)) continue;
                var truthCase = new TruthCase(request.Profile, instructions, bytes.ToArray(), wireLength);
                return ChildReport.Disagree(judge, truthCase, taking, $"seed {request.Seed}, hostile program {number}, frame {frame}");
            }
        }

        Console.WriteLine(
            $"{request.Programs} hostile programs ({request.Profile} rules) of seed {request.Seed}: {accepted} accepted, run over {judge.Pairs} frames; "
            + $"refused: {string.Join(", ", refused.Select(entry => $"{entry.Key} {entry.Value}"))}");
        return ChildProcess.Agreed;
    }
}
