using System.Runtime.InteropServices;

namespace Bpf.Engine.Filter;

/// <summary>An <see cref="Instruction"/> of a verified program in the interpreter's numbering; 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal readonly record struct Step(StepCode Code, byte JumpTrue, byte JumpFalse, uint K);
