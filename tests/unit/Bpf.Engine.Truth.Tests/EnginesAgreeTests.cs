using Bpf.Engine.Filter;
using Bpf.Engine.Truth.Tests.Child;

namespace Bpf.Engine.Truth.Tests;

/// <summary>[VM-6]: random verified programs on random frames; interpreter, compiled code, libpcap and the model give the same verdict.</summary>
public sealed class EnginesAgreeTests
{
    [Fact]
    public void EveryEngineAnswersAsLibpcapDoes() => Truth.Holds(new ChildRequest(
        ChildTask.RandomPairs, TestedEngines.AllEngines, ValidatorProfile.Minix, TruthScale.Seed,
        FirstProgram: 0, (long)TruthScale.SharedPrograms * TruthScale.Scale, TruthScale.FramesASharedProgram));

    [Fact]
    public void TheInterpretersDoSoOverManyMorePrograms() => Truth.Holds(new ChildRequest(
        ChildTask.RandomPairs, TestedEngines.Interpreted, ValidatorProfile.Minix, TruthScale.Seed + 1,
        FirstProgram: 0, (long)TruthScale.InterpretedPrograms * TruthScale.Scale, TruthScale.FramesAnInterpretedProgram));

    [Fact]
    public void EveryEngineAnswersAsTheModelDoesUnderTheOtherProfile() => Truth.Holds(new ChildRequest(
        ChildTask.RandomPairs, TestedEngines.AllEngines, ValidatorProfile.OpenBsd, TruthScale.Seed + 2,
        FirstProgram: 0, (long)TruthScale.OpenBsdPrograms * TruthScale.Scale, TruthScale.FramesAnOpenBsdProgram));
}
