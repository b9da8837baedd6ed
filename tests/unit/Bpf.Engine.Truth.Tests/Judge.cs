using Bpf.Engine.Filter;
using Bpf.Engine.Tests.Filter;
using Bpf.Engine.Truth.Tests.Child;
using Bpf.Engine.Truth.Tests.Making;

namespace Bpf.Engine.Truth.Tests;

/// <summary>
/// Asks every engine, libpcap and the model the same question [VM-6]. Runs in a child process: frames lie against a guard page, and libpcap
/// may do anything.
///
/// Where the rules differ from libpcap's, libpcap is not the judge:
/// a register shift by 32 or more ends our program with 0 [VM-2], libpcap's goes on with A = 0;
/// a constant shift by 32 or more, which the OpenBsd profile lets through, ends ours the same way and is undefined in libpcap's C;
/// a scratch word that was not written is 0 here [VM-1] and whatever lay on the stack in libpcap.
/// The model decides these: always under the OpenBsd profile, otherwise wherever the program has a register shift, and as a check of
/// itself on every sixteenth pair.
/// </summary>
internal sealed class Judge(ChildProgress progress) : IDisposable
{
    private const int ModelEvery = 16;

    private readonly GuardedMemory memory = new(RandomFrames.LongestFrame);
    private IReadOnlyList<TestedEngine> engines = [];
    private EngineRun[] runs = [];
    private Instruction[] instructions = [];
    private bool asksLibpcap;
    private bool alwaysAsksModel;

    /// <summary>Pairs that were compared.</summary>
    public long Pairs { get; private set; }

    /// <summary>Pairs with another verdict than 0: where nearly every program ends early, agreement means little.</summary>
    public long Accepted { get; private set; }

    /// <summary>Pairs that libpcap decides by another rule.</summary>
    public long RulesDiffer { get; private set; }

    /// <summary>Whom the last pair brought to which verdict, when they did not agree.</summary>
    public string Disagreement { get; private set; } = "";

    /// <summary>Prepares the program that the next questions are about.</summary>
    public void Take(FilterProgram program, IReadOnlyList<TestedEngine> withEngines)
    {
        engines = withEngines;
        instructions = program.Instructions.ToArray();
        asksLibpcap = program.Profile == ValidatorProfile.Minix;
        alwaysAsksModel = !asksLibpcap || Array.Exists(instructions, step => step.Code is Opcode.ShiftLeftX or Opcode.ShiftRightX);
        if (runs.Length != engines.Count) runs = new EngineRun[engines.Count];
        for (var index = 0; index < runs.Length; index++)
        {
            progress.Stage = ChildProgress.FirstEngine + index;
            runs[index] = engines[index].Prepare(program);
        }
    }

    /// <summary>Whether all give the same verdict.</summary>
    public bool Agree(ReadOnlySpan<byte> frame, uint wireLength)
    {
        var placed = memory.Place(frame, atEnd: Pairs % 4 != 3);
        uint? libpcap = null, model = null;
        if (asksLibpcap)
        {
            progress.Stage = ChildProgress.Libpcap;
            libpcap = LibpcapOracle.Run(instructions, placed.Span, wireLength);
        }

        var rulesDiffer = false;
        if (alwaysAsksModel || Pairs % ModelEvery == 0)
        {
            progress.Stage = ChildProgress.Model;
            model = ModelMachine.Run(instructions, placed.Span, wireLength, out rulesDiffer);
        }

        var expected = model ?? libpcap!.Value;
        var agree = libpcap is null || rulesDiffer || libpcap == expected;
        for (var index = 0; index < runs.Length; index++)
        {
            progress.Stage = ChildProgress.FirstEngine + index;
            var verdict = runs[index](placed, wireLength);
            if (verdict == expected) continue;
            if (agree) Disagreement = $"libpcap {Show(libpcap)}, model {Show(model)}";
            Disagreement += $", {engines[index].Name} {verdict}";
            agree = false;
        }

        if (!agree && Disagreement.Length == 0) Disagreement = $"libpcap {Show(libpcap)}, model {Show(model)}";
        Pairs++;
        if (expected != 0) Accepted++;
        if (rulesDiffer) RulesDiffer++;
        return agree;
    }

    /// <summary>Whether all agree on <paramref name="truthCase"/>, which must be verified.</summary>
    public bool Agree(TruthCase truthCase, IReadOnlyList<TestedEngine> withEngines)
    {
        if (!FilterProgram.TryCreate(truthCase.Program, Validator.InstructionCeiling, truthCase.Profile, out var program, out var error))
            throw new InvalidOperationException($"{error}: {truthCase.ToLine()}");
        Take(program, withEngines);
        return Agree(truthCase.Frame, truthCase.WireLength);
    }

    public void Dispose() => ((IDisposable)memory).Dispose();

    private static string Show(uint? verdict) => verdict?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not asked";
}
