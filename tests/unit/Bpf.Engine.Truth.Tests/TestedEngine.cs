using Bpf.Engine.Filter;

namespace Bpf.Engine.Truth.Tests;

/// <summary>One run of a prepared program over one frame.</summary>
internal delegate uint EngineRun(ReadOnlyMemory<byte> frame, uint wireLength);

/// <summary>A way to run a program.</summary>
/// <param name="Name">For reports.</param>
/// <param name="IsCompiled">Whether preparing costs as much as thousands of runs, so that it takes part in fewer programs.</param>
/// <param name="Prepare">Everything that is done once a program.</param>
internal sealed record TestedEngine(string Name, bool IsCompiled, Func<FilterProgram, EngineRun> Prepare);
