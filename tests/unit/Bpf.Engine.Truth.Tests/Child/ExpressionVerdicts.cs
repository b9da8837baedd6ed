using Bpf.Engine.Filter;
using Bpf.Engine.Truth.Tests.Making;
using Bpf.Wire;

namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>
/// Every expression of the list, on every link type, over traffic: the program that the compiler gives us, on every engine, answers as
/// libpcap does with a program that it compiled for itself.
/// </summary>
internal static class ExpressionVerdicts
{
    private const int SnapLength = 65_535;

    /// <summary>The link types that interfaces and capture files here have.</summary>
    public static readonly LinkType[] LinkTypes =
    [
        LinkType.Ethernet, LinkType.LinuxSll, LinkType.LinuxSll2, LinkType.Raw, LinkType.Null, LinkType.Loop, LinkType.IPv4, LinkType.IPv6,
    ];

    /// <summary>The list, one expression a line.</summary>
    public static string[] Read() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "expressions.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    public static int Run(ChildRequest request, ChildProgress progress)
    {
        var engines = TestedEngines.Named(request.Engines);
        using var judge = new Judge(progress);
        var expressions = Read();
        foreach (var linkType in LinkTypes)
        {
            var frames = Traffic.Frames(request.Seed, linkType, request.FramesAProgram);
            int compiled = 0, decided = 0;
            var undecided = new List<string>();
            for (var index = 0; index < expressions.Length; index++)
            {
                progress.Program = index;
                var accepted = 0;
                foreach (var optimize in new[] { true, false })
                {
                    if (!Agree(expressions[index], linkType, optimize, frames, engines, judge, progress, out accepted)) return ChildProcess.Disagreed;
                    if (accepted < 0) break;
                }

                if (accepted >= 0) compiled++;
                if (accepted > 0 && accepted < frames.Length) decided++;
                else if (accepted >= 0) undecided.Add(expressions[index]);
            }

            Console.WriteLine($"{linkType}: {expressions.Length} expressions, {compiled} compile, {decided} of them accept some frames and reject others");
            if (linkType == LinkType.Ethernet) Console.WriteLine($"  the others there: {string.Join("; ", undecided)}");
        }

        Console.WriteLine($"{judge.Pairs} pairs; {string.Join(", ", engines.Select(engine => engine.Name))}");
        return ChildProcess.Agreed;
    }

    /// <summary>Whether all is as it should be; <paramref name="accepted"/> is -1 when libpcap has no program for this link type.</summary>
    private static bool Agree(
        string expression, LinkType linkType, bool optimize, byte[][] frames, TestedEngine[] engines, Judge judge, ChildProgress progress, out int accepted)
    {
        accepted = -1;
        var where = $"\"{expression}\" on {linkType}{(optimize ? "" : ", not optimized")}";
        using var libpcap = LibpcapFilter.Compile(expression, linkType, SnapLength, optimize, out var refusal);
        var ours = new FilterCompiler().Compile(expression, linkType, SnapLength, optimize);
        if (ours.Program is not { } program)
        {
            // Refused by both, for reasons of the link type; a refusal of our own would be a hole in the list.
            if (libpcap is null) return true;
            Console.WriteLine($"{where}: libpcap compiles it, our compiler says: {ours.Error?.Message}");
            return false;
        }

        if (libpcap is null)
        {
            Console.WriteLine($"{where}: our compiler compiles it, libpcap says: {refusal}");
            return false;
        }

        accepted = 0;
        judge.Take(program, engines);
        for (var index = 0; index < frames.Length; index++)
        {
            progress.Frame = index;
            var frame = frames[index];
            var wireLength = (uint)frame.Length + (uint)(index % 4 * index % 1500);
            progress.Stage = ChildProgress.Libpcap;
            var verdict = libpcap.Run(frame, wireLength);
            if (verdict != 0) accepted++;
            if (!judge.Agree(frame, wireLength))
            {
                ChildReport.Disagree(judge, Case(), engines, where);
                return false;
            }

            // The judge compared the engines with libpcap's machine on our program; this is libpcap's own program.
            if (Interpreter.Run(program, frame, wireLength) == verdict) continue;
            Console.WriteLine($"{where}: libpcap's own verdict, on its own program, is {verdict}\n{Case().Describe()}");
            return false;

            TruthCase Case() => new(program.Profile, program.Instructions.ToArray(), frame, wireLength);
        }

        return true;
    }
}
