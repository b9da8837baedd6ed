namespace Bpf.Engine.Filter;

/// <summary>What is wrong with an expression, and what to do about it.</summary>
/// <param name="Kind">The sort of error.</param>
/// <param name="Message">A sentence for a person: what is wrong, then what to write instead. Repeats parts of the expression: escape it.</param>
/// <param name="Offset">Where in the expression, in UTF-16 units from 0; null when it is not known.</param>
/// <param name="Suggestion">An expression that compiles and is probably what was meant; null when there is none.</param>
public sealed record FilterCompileError(FilterCompileErrorKind Kind, string Message, int? Offset = null, string? Suggestion = null);
