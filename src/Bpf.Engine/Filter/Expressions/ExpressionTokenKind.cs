namespace Bpf.Engine.Filter.Expressions;

/// <summary>What libpcap's scanner takes a piece of an expression for.</summary>
internal enum ExpressionTokenKind : byte
{
    /// <summary>One of the language's own words.</summary>
    Keyword,

    /// <summary>A number, or a word that stands for one (<c>tcp-syn</c>).</summary>
    Number,

    /// <summary>An IPv4, IPv6, Ethernet or ARCnet address.</summary>
    Address,

    /// <summary>Any other word, or one behind a backslash: what it means depends on the words before it. It may be a name to look up.</summary>
    Word,

    /// <summary>An operator, a bracket or a slash.</summary>
    Operator,

    /// <summary>A character that means nothing in an expression.</summary>
    Unknown,
}
