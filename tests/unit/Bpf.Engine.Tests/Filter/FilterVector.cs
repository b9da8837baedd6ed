using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Filter;

/// <summary>One case that every engine must answer alike.</summary>
internal sealed record FilterVector(string Name, Instruction[] Program, byte[] Frame, uint WireLength, uint Verdict);
