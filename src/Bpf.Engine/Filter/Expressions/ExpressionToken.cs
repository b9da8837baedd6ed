namespace Bpf.Engine.Filter.Expressions;

/// <summary>One piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it starts, in characters from 0.</param>
/// <param name="Text">Its characters.</param>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, int Offset, string Text);
