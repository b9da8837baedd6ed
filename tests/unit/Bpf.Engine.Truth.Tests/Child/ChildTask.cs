namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>The runs that a child knows.</summary>
internal enum ChildTask
{
    /// <summary>The kept cases, then verified random programs on random frames.</summary>
    RandomPairs,

    /// <summary>Programs of any bits: what the validator accepts is run.</summary>
    HostilePrograms,

    /// <summary>Filter expressions over traffic.</summary>
    Expressions,
}
