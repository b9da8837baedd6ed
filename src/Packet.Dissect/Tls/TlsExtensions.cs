using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Tls;

/// <summary>The extensions of a hello: those that tell what the conversation will be are read, others are shown as bytes.</summary>
internal static class TlsExtensions
{
    private const int ServerName = 0, SupportedGroups = 10, PointFormats = 11, SignatureAlgorithms = 13, Alpn = 16, SupportedVersions = 43, KeyShare = 51;

    internal static void Describe(ref Pass pass, FieldNode node, int type, int at, int length, bool isClient)
    {
        switch (type)
        {
            case ServerName when length >= 5: DescribeServerName(ref pass, node, at, length); break;
            case Alpn when length >= 2: DescribeProtocols(ref pass, node, at, length); break;
            case SupportedVersions: DescribeVersions(ref pass, node, at, length, isClient); break;
            case SupportedGroups when length >= 2: DescribeGroups(ref pass, node, at, length); break;
            case PointFormats when length >= 1: DescribePointFormats(ref pass, node, at, length); break;
            case SignatureAlgorithms when length >= 2: DescribeSignatures(ref pass, node, at, length); break;
            case KeyShare when length >= 2: DescribeKeyShares(ref pass, node, at, length, isClient); break;
            default:
                if (length > 0) node.Add("tls.handshake.extension.data", "Data: " + Hex.Bytes(pass.Frame.Slice(at, length)), at, length);
                break;
        }
    }

    internal static string NameOf(int type) => type switch
    {
        ServerName => "server_name",
        1 => "max_fragment_length",
        5 => "status_request",
        SupportedGroups => "supported_groups",
        PointFormats => "ec_point_formats",
        SignatureAlgorithms => "signature_algorithms",
        15 => "heartbeat",
        Alpn => "application_layer_protocol_negotiation",
        17 => "status_request_v2",
        18 => "signed_certificate_timestamp",
        21 => "padding",
        22 => "encrypt_then_mac",
        23 => "extended_master_secret",
        27 => "compress_certificate",
        28 => "record_size_limit",
        35 => "session_ticket",
        41 => "pre_shared_key",
        42 => "early_data",
        SupportedVersions => "supported_versions",
        44 => "cookie",
        45 => "psk_key_exchange_modes",
        49 => "post_handshake_auth",
        50 => "signature_algorithms_cert",
        KeyShare => "key_share",
        57 => "quic_transport_parameters",
        13172 => "next_protocol_negotiation",
        17513 => "application_settings",
        65037 => "encrypted_client_hello",
        65281 => "renegotiation_info",
        _ => TlsNames.IsGrease(type) ? "Reserved (GREASE)" : $"Unknown type {type}",
    };

    private static void DescribeServerName(ref Pass pass, FieldNode node, int at, int length)
    {
        var indication = node.Add("tls.handshake.extensions_server_name_list", "Server Name Indication extension", at, length);
        indication.Add("tls.handshake.extensions_server_name_list_len", $"Server Name list length: {pass.U16(at)}", at, 2, $"{pass.U16(at)}");
        indication.Add("tls.handshake.extensions_server_name_type", pass.U8(at + 2) == 0 ? "Server Name Type: host_name (0)" : $"Server Name Type: Unknown ({pass.U8(at + 2)})", at + 2, 1);
        indication.Add("tls.handshake.extensions_server_name_len", $"Server Name length: {pass.U16(at + 3)}", at + 3, 2, $"{pass.U16(at + 3)}");
        var nameLength = Math.Min(pass.U16(at + 3), length - 5);
        var name = DisplayText.Escape(pass.Frame.Slice(at + 5, nameLength));
        indication.Add("tls.handshake.extensions_server_name", "Server Name: " + name, at + 5, nameLength, name);
    }

    private static void DescribeProtocols(ref Pass pass, FieldNode node, int at, int length)
    {
        node.Add("tls.handshake.extensions_alpn_len", $"ALPN Extension Length: {pass.U16(at)}", at, 2, $"{pass.U16(at)}");
        var list = node.Add("tls.handshake.extensions_alpn_list", "ALPN Protocol", at + 2, length - 2);
        var end = at + length;
        for (var place = at + 2; place < end && pass.TryStep();)
        {
            int size = pass.U8(place);
            if (size > end - place - 1) return;
            var name = DisplayText.Escape(pass.Frame.Slice(place + 1, size));
            list.Add("tls.handshake.extensions_alpn_str_len", $"ALPN string length: {size}", place, 1, $"{size}");
            list.Add("tls.handshake.extensions_alpn_str", "ALPN Next Protocol: " + name, place + 1, size, name);
            place += 1 + size;
        }
    }

    private static void DescribeVersions(ref Pass pass, FieldNode node, int at, int length, bool isClient)
    {
        var start = at;
        if (isClient && length >= 1)
        {
            node.Add("tls.handshake.extensions.supported_versions_len", $"Supported Versions length: {pass.U8(at)}", at, 1, $"{pass.U8(at)}");
            start++;
        }

        for (var place = start; place + 2 <= at + length && pass.TryStep(); place += 2)
            node.Add("tls.handshake.extensions.supported_version", "Supported Version: " + TlsNames.DescribeVersion(pass.U16(place)), place, 2, Hex.Of(pass.U16(place), 4));
    }

    private static void DescribeGroups(ref Pass pass, FieldNode node, int at, int length)
    {
        node.Add("tls.handshake.extensions_supported_groups_length", $"Supported Groups List Length: {pass.U16(at)}", at, 2, $"{pass.U16(at)}");
        var count = Math.Min(pass.U16(at) / 2, (length - 2) / 2);
        var list = node.Add("tls.handshake.extensions_supported_groups", $"Supported Groups ({count} groups)", at + 2, count * 2);
        for (var i = 0; i < count && pass.TryStep(); i++)
        {
            var group = pass.U16(at + 2 + (i * 2));
            list.Add("tls.handshake.extensions_supported_group", $"Supported Group: {GroupName(group)} ({Hex.Of(group, 4)})", at + 2 + (i * 2), 2, Hex.Of(group, 4));
        }
    }

    private static void DescribePointFormats(ref Pass pass, FieldNode node, int at, int length)
    {
        int count = Math.Min((int)pass.U8(at), length - 1);
        node.Add("tls.handshake.extensions_ec_point_formats_length", $"EC point formats Length: {pass.U8(at)}", at, 1, $"{pass.U8(at)}");
        var list = node.Add("tls.handshake.extensions_ec_point_formats", $"Elliptic curves point formats ({count})", at + 1, count);
        for (var i = 0; i < count && pass.TryStep(); i++)
        {
            int format = pass.U8(at + 1 + i);
            var name = format switch { 0 => "uncompressed", 1 => "ansiX962_compressed_prime", 2 => "ansiX962_compressed_char2", _ => "Unknown" };
            list.Add("tls.handshake.extensions_ec_point_format", $"EC point format: {name} ({format})", at + 1 + i, 1, $"{format}");
        }
    }

    private static void DescribeSignatures(ref Pass pass, FieldNode node, int at, int length)
    {
        node.Add("tls.handshake.sig_hash_alg_len", $"Signature Hash Algorithms Length: {pass.U16(at)}", at, 2, $"{pass.U16(at)}");
        var count = Math.Min(pass.U16(at) / 2, (length - 2) / 2);
        var list = node.Add("tls.handshake.sig_hash_algs", count == 1 ? "Signature Hash Algorithms (1 algorithm)" : $"Signature Hash Algorithms ({count} algorithms)", at + 2, count * 2);
        for (var i = 0; i < count && pass.TryStep(); i++)
        {
            var algorithm = pass.U16(at + 2 + (i * 2));
            list.Add("tls.handshake.sig_hash_alg", $"Signature Algorithm: {SignatureName(algorithm)} ({Hex.Of(algorithm, 4)})", at + 2 + (i * 2), 2, Hex.Of(algorithm, 4));
        }
    }

    // A client offers a list behind its length, a server answers with one; a retry request names only the group.
    private static void DescribeKeyShares(ref Pass pass, FieldNode node, int at, int length, bool isClient)
    {
        var share = node.Add(null, "Key Share extension", at, length);
        var place = at;
        var end = at + length;
        if (isClient)
        {
            share.Add("tls.handshake.extensions_key_share_client_length", $"Client Key Share Length: {pass.U16(at)}", at, 2, $"{pass.U16(at)}");
            place += 2;
        }

        while (place + 4 <= end && pass.TryStep())
        {
            var group = pass.U16(place);
            int size = pass.U16(place + 2);
            if (size > end - place - 4) return;
            var entry = share.Add("tls.handshake.extensions_key_share", $"Key Share Entry: Group: {GroupName(group)}, Key Exchange length: {size}", place, size + 4);
            entry.Add("tls.handshake.extensions_key_share_group", $"Group: {GroupName(group)} ({group})", place, 2, $"{group}");
            entry.Add("tls.handshake.extensions_key_share_key_exchange_length", $"Key Exchange Length: {size}", place + 2, 2, $"{size}");
            if (size > 0) entry.Add("tls.handshake.extensions_key_share_key_exchange", "Key Exchange: " + Hex.Bytes(pass.Frame.Slice(place + 4, size)), place + 4, size);
            place += 4 + size;
        }
    }

    private static string SignatureName(int algorithm) => algorithm switch
    {
        0x0201 => "rsa_pkcs1_sha1",
        0x0203 => "ecdsa_sha1",
        0x0401 => "rsa_pkcs1_sha256",
        0x0403 => "ecdsa_secp256r1_sha256",
        0x0501 => "rsa_pkcs1_sha384",
        0x0503 => "ecdsa_secp384r1_sha384",
        0x0601 => "rsa_pkcs1_sha512",
        0x0603 => "ecdsa_secp521r1_sha512",
        0x0804 => "rsa_pss_rsae_sha256",
        0x0805 => "rsa_pss_rsae_sha384",
        0x0806 => "rsa_pss_rsae_sha512",
        0x0807 => "ed25519",
        0x0808 => "ed448",
        0x0809 => "rsa_pss_pss_sha256",
        0x080a => "rsa_pss_pss_sha384",
        0x080b => "rsa_pss_pss_sha512",
        _ => TlsNames.IsGrease(algorithm) ? "Reserved (GREASE)" : "Unknown",
    };

    private static string GroupName(int group) => group switch
    {
        0x0017 => "secp256r1",
        0x0018 => "secp384r1",
        0x0019 => "secp521r1",
        0x001d => "x25519",
        0x001e => "x448",
        0x0100 => "ffdhe2048",
        0x0101 => "ffdhe3072",
        0x0102 => "ffdhe4096",
        0x0103 => "ffdhe6144",
        0x0104 => "ffdhe8192",
        0x11ec => "X25519MLKEM768",
        _ => TlsNames.IsGrease(group) ? "Reserved (GREASE)" : "Unknown",
    };
}
