using Packet.Dissect.Text;

namespace Packet.Dissect.Tcp;

/// <summary>The flags of a segment as text.</summary>
internal static class TcpFlags
{
    private static readonly string[] Names = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"];

    /// <summary>Appends the names of the flags that are set, from the lowest bit.</summary>
    internal static void Append(TextBuilder text, int flags)
    {
        var isFirst = true;
        for (var bit = 0; bit < Names.Length; bit++)
        {
            if ((flags & (1 << bit)) == 0) continue;
            if (!isFirst) text.Append(", ");
            text.Append(Names[bit]);
            isFirst = false;
        }

        if (isFirst) text.Append((flags & 0xe00) != 0 ? "Reserved" : "<None>");
        else if ((flags & 0xe00) != 0) text.Append(", Reserved");
    }

    /// <summary>One character a flag, from the highest bit, with a dot for each that is not set.</summary>
    internal static string Letters(int flags)
    {
        Span<char> letters = stackalloc char[12];
        const string Set = "RRRACEUAPRSF";
        for (var i = 0; i < letters.Length; i++) letters[i] = (flags & (1 << (11 - i))) != 0 ? Set[i] : '·';
        return new string(letters);
    }
}
