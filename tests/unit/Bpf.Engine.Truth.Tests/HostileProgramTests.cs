using Bpf.Engine.Filter;
using Bpf.Engine.Truth.Tests.Child;

namespace Bpf.Engine.Truth.Tests;

/// <summary>[VM-5]: whatever the validator accepts ends, stays inside its frame and throws nothing.</summary>
public sealed class HostileProgramTests
{
    [Theory]
    [InlineData(ValidatorProfile.Minix)]
    [InlineData(ValidatorProfile.OpenBsd)]
    public void WhatIsAcceptedStaysInItsFrameAndEnds(ValidatorProfile profile) => Truth.Holds(new ChildRequest(
        ChildTask.HostilePrograms, TestedEngines.AllEngines, profile, TruthScale.Seed,
        FirstProgram: 0, (long)TruthScale.HostilePrograms / 2 * TruthScale.Scale, TruthScale.FramesAHostileProgram));
}
