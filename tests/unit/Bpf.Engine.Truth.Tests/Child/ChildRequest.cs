using System.Globalization;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>What a child is to do.</summary>
/// <param name="Task">Which of the runs.</param>
/// <param name="Engines">The engines that take part, by a name that <see cref="TestedEngines.Named"/> knows.</param>
/// <param name="Profile">The rules that programs are verified against.</param>
/// <param name="Seed">What programs and frames follow from.</param>
/// <param name="FirstProgram">The number of the first program.</param>
/// <param name="Programs">How many there are.</param>
/// <param name="FramesAProgram">Frames that each sees.</param>
internal sealed record ChildRequest(
    ChildTask Task, string Engines, ValidatorProfile Profile, ulong Seed, long FirstProgram, long Programs, int FramesAProgram)
{
    /// <summary>As arguments of a process.</summary>
    public string[] ToArguments() =>
    [
        Task.ToString(), Engines, Profile.ToString(), Text(Seed), Text(FirstProgram), Text(Programs), Text(FramesAProgram),
    ];

    /// <summary>From such arguments.</summary>
    public static ChildRequest Parse(ReadOnlySpan<string> arguments) => new(
        Enum.Parse<ChildTask>(arguments[0]), arguments[1], Enum.Parse<ValidatorProfile>(arguments[2]),
        ulong.Parse(arguments[3], CultureInfo.InvariantCulture), long.Parse(arguments[4], CultureInfo.InvariantCulture),
        long.Parse(arguments[5], CultureInfo.InvariantCulture), int.Parse(arguments[6], CultureInfo.InvariantCulture));

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
