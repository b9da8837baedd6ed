using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Device;
using Bpf.Wire.Files;
using WebCap.Problems;

namespace WebCap.Downloads;

/// <summary>The two formats of capture files, as addresses, file names and media types spell them.</summary>
internal static class CaptureFormats
{
    public const string Pcapng = "application/x-pcapng";
    public const string Pcap = "application/vnd.tcpdump.pcap";

    /// <summary>What a download's <c>format</c> is, in words for the description of the API.</summary>
    public const string Words = "pcap or pcapng; without it as it is kept. In the other format it is made while it is sent, without an entity tag and without ranges.";

    public static string ContentTypeOf(CaptureFileFormat format) => format == CaptureFileFormat.Pcap ? Pcap : Pcapng;

    /// <summary>The file name's ending, and the word for it in addresses.</summary>
    public static string ExtensionOf(CaptureFileFormat format) => format == CaptureFileFormat.Pcap ? "pcap" : "pcapng";

    /// <summary>The format of a word; <paramref name="otherwise"/> when there is none, and <see cref="CaptureFileFormat.Unknown"/> when it is another.</summary>
    public static CaptureFileFormat Named(string? word, CaptureFileFormat otherwise) => word switch
    {
        null or "" => otherwise,
        "pcap" => CaptureFileFormat.Pcap,
        "pcapng" => CaptureFileFormat.Pcapng,
        _ => CaptureFileFormat.Unknown,
    };

    /// <summary>Reads <c>?format=</c>; nothing there is what is kept.</summary>
    public static bool TryRead(string? text, CaptureFileFormat kept, string request, out CaptureFileFormat format, [NotNullWhen(false)] out IResult? refusal)
    {
        format = Named(text, kept);
        refusal = format == CaptureFileFormat.Unknown ? ErrnoProblem.Create(Errno.EINVAL, request, "format must be pcap or pcapng.") : null;
        return refusal is null;
    }
}
