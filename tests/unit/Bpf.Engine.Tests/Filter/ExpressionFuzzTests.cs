using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Filter;

/// <summary>Texts of any kind: nothing throws, nothing is looked up, and what compiles is a verified program.</summary>
public sealed class ExpressionFuzzTests
{
    /// <summary>A name that no resolver knows (RFC 6761), so a look-up shows in libpcap's message, and the likes of it.</summary>
    private static readonly string[] Words =
    [
        "zq.invalid", "zq", "a.b", "1.2.3.4.5", "0x1g", "dead.beef", @"\zq", "zq-1", "x_y.z", "http", "https", "ssh",
        "host", "net", "src", "dst", "port", "portrange", "proto", "protochain", "gateway", "ether", "ip", "ip6", "tcp", "udp", "arp", "wlan",
        "and", "or", "not", "&&", "||", "!", "(", ")", "(", ")", "[", "]", ":", "/", "mask", "less", "greater", "len", "vlan", "mpls", "llc",
        "broadcast", "multicast", "type", "subtype", "dir", "on", "reason", "action", "addr1", "ra", "inbound", "ifindex", "byte",
        "80", "0", "6", "65535", "10.0.0.1", "10.0", "::1", "fe80::1", "1:2:3:4:5:6:7:8", "00:11:22:33:44:55", "aa-bb-cc-dd-ee-ff", "aabb.ccdd.eeff",
        "=", "==", "!=", ">", "<", ">=", "<=", "+", "-", "*", "&", "|", "^", "<<", ">>", "%", "tcp-syn", "tcpflags", "icmp-echo", "$aa",
    ];

    private static readonly FilterCompiler Compiler = new();

    [Theory]
    [InlineData(41, 30_000)]
    public void SoupsOfTheLanguagesWordsLookNothingUp(int seed, int rounds)
    {
        var random = new Random(seed);
        var compiled = 0;
        for (var round = 0; round < rounds; round++)
        {
            var words = Enumerable.Range(0, random.Next(1, 9)).Select(_ => Words[random.Next(Words.Length)]);
            if (Try(string.Join(random.Next(8) == 0 ? "" : " ", words), seed)) compiled++;
        }

        // Soup that is never correct would not reach libpcap's name look-ups.
        Assert.InRange(compiled, rounds / 100, rounds);
    }

    [Theory]
    [InlineData(42, 20_000)]
    public void CorrectExpressionsWithPartsExchangedLookNothingUp(int seed, int rounds)
    {
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var words = Expressions.Valid[random.Next(Expressions.Valid.Length)].Split(' ').ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(words.Count);
                var word = Words[random.Next(Words.Length)];
                switch (random.Next(3))
                {
                    case 0:
                        words[at] = word;
                        break;
                    case 1:
                        words.Insert(at, word);
                        break;
                    default:
                        words.AddRange(["or", word]);
                        break;
                }
            }

            Try(string.Join(' ', words), seed);
        }
    }

    [Theory]
    [InlineData(43, 30_000)]
    public void WhatLooksLikeAnAddressIsNeverANameForLibpcap(int seed, int rounds)
    {
        // Where this side sees an address and libpcap's scanner a word, the word would be looked up.
        const string Characters = "0123456789abcdefABCDEF::::....--_xg/";
        var random = new Random(seed);
        string[] before = ["host", "net", "src", "ether host", "dst net", "host 10.0.0.1 or"];
        string[] addresses = ["10.0.0.1", "1:2:3:4:5:6:7:8", "::1", "1::", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "00:11:22:33:44:55", "0011.2233.4455", "aabbccddeeff"];
        for (var round = 0; round < rounds; round++)
        {
            var text = addresses[random.Next(addresses.Length)].ToList();
            for (var change = random.Next(4); change > 0; change--)
            {
                var at = random.Next(text.Count + 1);
                if (random.Next(2) == 0 && text.Count > 1) text.RemoveAt(Math.Min(at, text.Count - 1));
                else text.Insert(at, Characters[random.Next(Characters.Length)]);
            }

            Try($"{before[random.Next(before.Length)]} {string.Concat(text)}", seed);
        }
    }

    [Theory]
    [InlineData(44, 50_000)]
    public void AnyCharactersAreAnsweredWithAnError(int seed, int rounds)
    {
        var random = new Random(seed);
        var text = new char[24];
        for (var round = 0; round < rounds; round++)
        {
            var length = random.Next(text.Length + 1);
            for (var index = 0; index < length; index++) text[index] = (char)(random.Next(10) == 0 ? random.Next(0x10000) : random.Next(0x20, 0x7f));
            Try(new string(text, 0, length), seed);
        }
    }

    /// <summary>Compiles; true if that gave a program.</summary>
    private static bool Try(string expression, int seed)
    {
        var result = Compiler.Compile(expression, LinkType.Ethernet);
        if (result.Error is not { } error) return result.Program is not null;
        var described = $"seed {seed}, \"{expression}\": {error.Message}";
        Assert.False(error.Message.Contains("unknown host", StringComparison.OrdinalIgnoreCase), described);
        Assert.False(error.Message.Contains("unknown ether host", StringComparison.OrdinalIgnoreCase), described);
        Assert.False(error.Message.Contains("unknown network", StringComparison.OrdinalIgnoreCase), described);
        Assert.False(error.Message.Contains("unknown gateway", StringComparison.OrdinalIgnoreCase), described);
        Assert.True(error.Offset is null || (error.Offset >= 0 && error.Offset <= expression.Length), described);
        return false;
    }
}
