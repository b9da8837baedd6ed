namespace Bpf.Engine.Filter;

/// <summary>Why a text is no program, and what may stand there instead.</summary>
/// <param name="Line">The line, from 1; 0 when the text as a whole is refused.</param>
/// <param name="Column">The character in the line, in UTF-16 units from 1; 0 when the line or the text as a whole is refused.</param>
/// <param name="Message">
/// A sentence for a person: what is wrong, then what is allowed. Parts of the text that it repeats are short and printable, but escape it.
/// </param>
public sealed record AssemblyError(int Line, int Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        (Line, Column) switch
        {
            (0, _) => Message,
            (_, 0) => $"line {Line}: {Message}",
            _ => $"line {Line}, column {Column}: {Message}",
        };
}
