namespace Bpf.Engine.Filter;

/// <summary>What runs filter programs. All give the same verdicts [VM-6].</summary>
public enum FilterEngine : byte
{
    /// <summary>The interpreter at once, machine code as soon as it is compiled in the background, where the runtime allows that.</summary>
    Auto = 0,

    /// <summary>Machine code from the first frame on: whoever sets the filter waits for the compiler.</summary>
    Jit,

    /// <summary>The interpreter only; no code is made while the process runs.</summary>
    Interpreter,
}
