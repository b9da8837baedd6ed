using System.Globalization;
using System.Runtime.InteropServices;
using Bpf.Engine.Filter;
using Bpf.Engine.Filter.Jit;
using Bpf.Engine.Tap;

namespace Bpf.Engine.Truth.Tests;

/// <summary>The engines that must agree [VM-6], and wrong ones that must be found out.</summary>
internal static class TestedEngines
{
    /// <summary>Name of a set: every engine.</summary>
    public const string AllEngines = "all";

    /// <summary>Name of a set: those that need no compiling.</summary>
    public const string Interpreted = "interpreted";

    /// <summary>Name of a wrong engine, which reads the byte behind the frame.</summary>
    public const string ReadsOn = "reads-on";

    /// <summary>Name of a wrong engine, which never ends.</summary>
    public const string Loops = "loops";

    private const string ExchangePrefix = "exchange-";

    /// <summary>A new engine joins with one line.</summary>
    public static readonly TestedEngine[] All =
    [
        new("interpreter", IsCompiled: false, program => (frame, wireLength) => Interpreter.Run(program, frame.Span, wireLength)),
        // The second takes the first only where a program may look far into a frame.
        new("segment interpreter", IsCompiled: false, program => (frame, wireLength) =>
            SegmentInterpreter.Run(program, new FrameSegments(FrameSplit.Cut(frame, wireLength)), wireLength)),
        new("segments", IsCompiled: false, program => (frame, wireLength) => program.RunSegments(FrameSplit.Cut(frame, wireLength), wireLength)),
        .. FilterProgram.CanCompile ? [new("machine code", IsCompiled: true, Compiled)] : Array.Empty<TestedEngine>(),
    ];

    /// <summary>The engines of a set.</summary>
    public static TestedEngine[] Named(string name) => name switch
    {
        AllEngines => All,
        Interpreted => [.. All.Where(engine => !engine.IsCompiled)],
        ReadsOn => [new(name, IsCompiled: false, program => (frame, _) => Behind(frame))],
        Loops => [new(name, IsCompiled: false, _ => (_, _) => { for (; ; ) Thread.SpinWait(1000); })],
        _ when name.StartsWith(ExchangePrefix, StringComparison.Ordinal) =>
            [Exchanged(ushort.Parse(name.AsSpan(ExchangePrefix.Length, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                ushort.Parse(name.AsSpan(ExchangePrefix.Length + 5, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture))],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such set of engines"),
    };

    /// <summary>Name of a wrong engine, which takes one opcode for another.</summary>
    public static string Exchange(ushort opcode, ushort other) => string.Create(CultureInfo.InvariantCulture, $"{ExchangePrefix}{opcode:x4}-{other:x4}");

    /// <summary>Compiled at once and without the cache, which has no room for so many programs and would leave some to the interpreter.</summary>
    private static EngineRun Compiled(FilterProgram program)
    {
        var (keeper, code) = FilterJit.Compile(program.Instructions);
        return (frame, wireLength) =>
        {
            var verdict = code.Run(frame.Span, wireLength);
            GC.KeepAlive(keeper);
            return verdict;
        };
    }

    private static TestedEngine Exchanged(ushort opcode, ushort other) => new(Exchange(opcode, other), IsCompiled: false, program =>
    {
        Instruction[] wrong = [.. program.Instructions.ToArray().Select(step => step.Code == opcode ? step with { Code = other } : step)];
        // Where the exchange breaks a rule of its own, the right program runs, and nothing is noticed.
        var runs = FilterProgram.TryCreate(wrong, Validator.InstructionCeiling, ValidatorProfile.OpenBsd, out var changed, out _) ? changed : program;
        return (frame, wireLength) => Interpreter.Run(runs, frame.Span, wireLength);
    });

    private static unsafe uint Behind(ReadOnlyMemory<byte> frame)
    {
        fixed (byte* first = &MemoryMarshal.GetReference(frame.Span)) return Volatile.Read(ref first[frame.Length]);
    }
}
