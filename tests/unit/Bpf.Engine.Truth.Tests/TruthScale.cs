using System.Globalization;

namespace Bpf.Engine.Truth.Tests;

/// <summary>
/// How much the truth tests do. Every count of a run is here, so that what a green run means can be read off; all are for one core and
/// well under a minute together.
/// </summary>
internal static class TruthScale
{
    /// <summary>Multiplies the programs of a run, not the kernel's share. For a night: 100.</summary>
    public const string ScaleVariable = "WEBCAP_TRUTH_SCALE";

    /// <summary>Another seed than the one that every run takes; runs are the same everywhere unless this asks for another.</summary>
    public const string SeedVariable = "WEBCAP_TRUTH_SEED";

    /// <summary>Programs that every engine runs, those among them that have to be compiled: compiling one costs up to a millisecond.</summary>
    public const int SharedPrograms = 16_384;

    /// <summary>Frames that each of them sees. With <see cref="SharedPrograms"/>: 2,097,152 pairs.</summary>
    public const int FramesASharedProgram = 128;

    /// <summary>Further programs for the engines that need no compiling.</summary>
    public const int InterpretedPrograms = 100_000;

    /// <summary>Frames that each of them sees: 800,000 pairs.</summary>
    public const int FramesAnInterpretedProgram = 8;

    /// <summary>Programs under the rules of the other profile, which only the model of the machine decides.</summary>
    public const int OpenBsdPrograms = 4_096;

    /// <summary>Frames that each of them sees.</summary>
    public const int FramesAnOpenBsdProgram = 16;

    /// <summary>Programs of any bits that the validator is asked about.</summary>
    public const int HostilePrograms = 3_000_000;

    /// <summary>Accepted ones among them that are also compiled.</summary>
    public const int HostileCompiledPrograms = 4_000;

    /// <summary>Frames that each accepted one runs over.</summary>
    public const int FramesAHostileProgram = 3;

    /// <summary>Frames of each link type that every filter expression is tried on.</summary>
    public const int FramesALinkType = 1_500;

    /// <summary>The seed of every run.</summary>
    public const ulong DefaultSeed = 20_250_601;

    /// <summary>
    /// A child that reports no progress for so long hangs: a program loops, or the machine is so loaded that nothing can be said. Each step
    /// of progress takes microseconds.
    /// </summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(3);

    /// <summary>What <see cref="ScaleVariable"/> asks for, 1 to 10,000; 1 without it.</summary>
    public static int Scale { get; } = (int)Number(ScaleVariable, 1, 1, 10_000);

    /// <summary>What <see cref="SeedVariable"/> asks for.</summary>
    public static ulong Seed { get; } = Number(SeedVariable, DefaultSeed, 0, ulong.MaxValue);

    private static ulong Number(string variable, ulong otherwise, ulong least, ulong most)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text)) return otherwise;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new InvalidOperationException($"{variable} is \"{text}\"; it must be a number from {least} to {most}");
    }
}
