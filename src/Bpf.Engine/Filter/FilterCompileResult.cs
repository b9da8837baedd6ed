using System.Diagnostics.CodeAnalysis;

namespace Bpf.Engine.Filter;

/// <summary>A program, or "accept everything", or an error.</summary>
public sealed record FilterCompileResult
{
    /// <summary>The program; null when the expression was empty, which accepts every frame whole, and null beside an error.</summary>
    public FilterProgram? Program { get; init; }

    /// <summary>What is wrong; null on success.</summary>
    public FilterCompileError? Error { get; init; }

    /// <summary>True when there is no error.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;
}
