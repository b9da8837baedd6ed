using ErrorKind = Bpf.Engine.Filter.FilterCompileErrorKind;
using TokenKind = Bpf.Engine.Filter.Expressions.ExpressionTokenKind;

namespace Bpf.Engine.Filter.Expressions;

/// <summary>
/// Stands between a user's text and libpcap. libpcap would take any unknown word in the place of an address for a host or network name and
/// look it up: the server would send DNS queries of a user's choice, under a lock, for as long as a resolver takes. So every such word is
/// refused here. It also counts conditions, because the time that libpcap's optimiser takes grows with their cube.
///
/// What a word means is decided as the grammar does, from the nearest word before it: after "port" a service, after "proto" a protocol,
/// and so on through "or" and "and" (<c>port http or https</c>). Where the grammar is in doubt, after a bracket that changed the meaning,
/// the word is refused.
/// </summary>
internal static class ExpressionGuard
{
    private enum Meaning
    {
        Nothing,
        Host,
        Net,
        Gateway,
        Service,
        Protocol,
        OwnName,
    }

    /// <summary>The first thing that keeps <paramref name="tokens"/> from libpcap; null when they may pass.</summary>
    public static FilterCompileError? Check(List<ExpressionToken> tokens, int maxConditions)
    {
        var meaning = Meaning.Nothing;
        var outside = new Stack<Meaning>();
        var conditions = 1;
        ExpressionToken? previous = null;
        foreach (var token in tokens)
        {
            conditions += Cost(token);
            if (token.Kind == TokenKind.Unknown)
            {
                return new(ErrorKind.ForbiddenCharacter,
                    $"\"{token.Text}\" means nothing in a capture filter{WhatInstead(token.Text)}", token.Offset);
            }

            // A backslash takes a carriage return into a word; nobody means that, and it would reach logs and screens in error texts.
            if (token.Text.Contains('\r', StringComparison.Ordinal))
                return new(ErrorKind.ForbiddenCharacter, "a line break cannot be part of a word", token.Offset);
            if (token.Kind == TokenKind.Keyword) meaning = After(token.Text, meaning);
            else if (token.Text == "(") outside.Push(meaning);
            else if (token.Text == ")" && outside.TryPop(out var before) && before != meaning) meaning = Meaning.Nothing;
            else if (token.Kind == TokenKind.Word)
            {
                // Right behind "host" or "port" even a word with dots is a name; elsewhere it may be a display filter's field.
                var isNamed = previous is { Kind: TokenKind.Keyword } keyword && !ExpressionWords.Connectives.Contains(keyword.Text);
                if (!isNamed && RefuseField(token) is { } field) return field;
                if (Refuse(token, meaning) is { } error) return error;
                if (meaning == Meaning.OwnName) meaning = Meaning.Nothing;
            }

            previous = token;
        }

        if (conditions <= maxConditions) return null;
        return new(ErrorKind.TooComplex,
            $"the expression has about {conditions} conditions (a port range counts twice); at most {maxConditions} are allowed: "
            + "use networks and port ranges instead of lists");
    }

    private static Meaning After(string keyword, Meaning meaning)
    {
        if (ExpressionWords.Connectives.Contains(keyword)) return meaning;
        if (ExpressionWords.Ports.Contains(keyword)) return Meaning.Service;
        if (ExpressionWords.Protocols.Contains(keyword)) return Meaning.Protocol;
        if (ExpressionWords.OwnNames.Contains(keyword)) return Meaning.OwnName;
        return keyword switch
        {
            "net" => Meaning.Net,
            "gateway" => Meaning.Gateway,
            _ => ExpressionWords.Hosts.Contains(keyword) ? Meaning.Host : Meaning.Nothing,
        };
    }

    /// <summary>
    /// Measured with libpcap 1.10.3: the limit of 100 keeps the most expensive expressions under a second and 12 MB.
    /// Each access to packet bytes is counted too; many of them can stand in one condition.
    /// </summary>
    private static int Cost(ExpressionToken token) => token.Text is "and" or "or" or "&&" or "||" or "portrange" or "[" ? 1 : 0;

    private static FilterCompileError? RefuseField(ExpressionToken token)
    {
        if (!DisplayFilterHint.IsField(token.Text, out var advice)) return null;
        return new(ErrorKind.UnknownWord, $"\"{token.Text}\" is a field of display filters; {advice}", token.Offset);
    }

    private static FilterCompileError? Refuse(ExpressionToken token, Meaning meaning) => meaning switch
    {
        Meaning.Service or Meaning.Protocol or Meaning.OwnName => null,
        Meaning.Host => new(ErrorKind.Name,
            $"\"{token.Text}\" would be a host name, and host names are not looked up; use an address", token.Offset),
        Meaning.Net => new(ErrorKind.Name,
            $"\"{token.Text}\" would be a network name, and network names are not looked up; use an address, as in \"net 192.0.2.0/24\"",
            token.Offset),
        Meaning.Gateway => new(ErrorKind.Name,
            "\"gateway\" needs a host name, and host names are not looked up; use \"ether host\" with the gateway's address "
            + "and \"not host\" with its IP address",
            token.Offset),
        _ => new(ErrorKind.UnknownWord, $"unknown word \"{token.Text}\"{DidYouMean(token.Text)}", token.Offset),
    };

    private static string DidYouMean(string word) =>
        NearestWord.To(word) is { } near ? $"; did you mean \"{near}\"?" : "; a capture filter looks like \"tcp port 80\" or \"host 192.0.2.1 and not arp\"";

    private static string WhatInstead(string character) => character switch
    {
        "\"" or "'" => "; write words and addresses without quotes",
        "," or ";" => "; join conditions with \"and\" or \"or\"",
        "{" or "}" => "; group with ( )",
        _ => "",
    };
}
