using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Tls;

/// <summary>The lines of a client or server hello.</summary>
internal static class TlsHelloTree
{
    internal static void Describe(ref Pass pass, FieldNode message, View body, in TlsHello hello)
    {
        var at = body.Offset;
        if (body.Captured < TlsHello.SessionIdOffset + 1) return;
        message.Add("tls.handshake.version", "Version: " + TlsNames.DescribeVersion(hello.LegacyVersion), at, 2, Hex.Of((uint)hello.LegacyVersion, 4));
        message.Add("tls.handshake.random", "Random: " + Hex.Bytes(pass.Frame.Slice(at + TlsHello.RandomOffset, 32)), at + TlsHello.RandomOffset, 32);
        int sessionLength = pass.U8(at + TlsHello.SessionIdOffset);
        message.Add("tls.handshake.session_id_length", $"Session ID Length: {sessionLength}", at + TlsHello.SessionIdOffset, 1, $"{sessionLength}");
        if (hello.SuitesOffset == 0) return;
        if (sessionLength > 0)
        {
            var start = TlsHello.SessionIdOffset + 1;
            message.Add("tls.handshake.session_id", "Session ID: " + Hex.Bytes(pass.Frame.Slice(at + start, sessionLength)), at + start, sessionLength);
        }

        if (hello.CompressionOffset > 0 && hello.CompressionOffset <= body.Captured) DescribeSuites(ref pass, message, at, hello);
        if (hello.HasCompression) DescribeCompression(ref pass, message, at + hello.CompressionOffset, hello.IsClient);
        if (hello.ExtensionsOffset > 0) DescribeExtensions(ref pass, message, at, hello);
    }

    private static void DescribeSuites(ref Pass pass, FieldNode message, int at, in TlsHello hello)
    {
        if (!hello.IsClient)
        {
            var chosen = pass.U16(at + hello.SuitesOffset);
            message.Add("tls.handshake.ciphersuite", "Cipher Suite: " + TlsCipherSuites.Describe(chosen), at + hello.SuitesOffset, 2, Hex.Of(chosen, 4));
            return;
        }

        message.Add("tls.handshake.cipher_suites_length", $"Cipher Suites Length: {hello.SuitesLength}", at + hello.SuitesOffset, 2, $"{hello.SuitesLength}");
        var count = hello.SuitesLength / 2;
        var list = message.Add("tls.handshake.ciphersuites", count == 1 ? "Cipher Suites (1 suite)" : $"Cipher Suites ({count} suites)", at + hello.SuitesOffset + 2, hello.SuitesLength);
        for (var i = 0; i < count && pass.TryStep(); i++)
        {
            var place = at + hello.SuitesOffset + 2 + (i * 2);
            var suite = pass.U16(place);
            list.Add("tls.handshake.ciphersuite", "Cipher Suite: " + TlsCipherSuites.Describe(suite), place, 2, Hex.Of(suite, 4));
        }
    }

    private static void DescribeCompression(ref Pass pass, FieldNode message, int at, bool isClient)
    {
        if (!isClient)
        {
            message.Add("tls.handshake.comp_method", $"Compression Method: {CompressionName(pass.U8(at))} ({pass.U8(at)})", at, 1, $"{pass.U8(at)}");
            return;
        }

        int count = pass.U8(at);
        message.Add("tls.handshake.comp_methods_length", $"Compression Methods Length: {count}", at, 1, $"{count}");
        var list = message.Add("tls.handshake.comp_methods", count == 1 ? "Compression Methods (1 method)" : $"Compression Methods ({count} methods)", at + 1, count);
        for (var i = 0; i < count && pass.TryStep(); i++)
            list.Add("tls.handshake.comp_method", $"Compression Method: {CompressionName(pass.U8(at + 1 + i))} ({pass.U8(at + 1 + i)})", at + 1 + i, 1);
    }

    private static void DescribeExtensions(ref Pass pass, FieldNode message, int at, in TlsHello hello)
    {
        var length = pass.U16(at + hello.ExtensionsOffset);
        message.Add("tls.handshake.extensions_length", $"Extensions Length: {length}", at + hello.ExtensionsOffset, 2, $"{length}");
        var place = hello.ExtensionsOffset + 2;
        while (hello.TryReadExtension(ref place, out var type, out var data, out var dataOffset) && pass.TryStep())
        {
            var name = TlsExtensions.NameOf(type);
            var start = at + dataOffset - 4;
            var node = message.Add("tls.handshake.extension", $"Extension: {name} (len={data.Length})", start, 4 + data.Length);
            node.Add("tls.handshake.extension.type", $"Type: {name} ({type})", start, 2, $"{type}");
            node.Add("tls.handshake.extension.len", $"Length: {data.Length}", start + 2, 2, $"{data.Length}");
            TlsExtensions.Describe(ref pass, node, type, at + dataOffset, data.Length, hello.IsClient);
        }
    }

    private static string CompressionName(int method) => method switch { 0 => "null", 1 => "DEFLATE", _ => "Unknown" };
}
