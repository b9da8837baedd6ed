using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Ipv4;

/// <summary>IPv4 options: a type byte and, but for the first two, a length byte that counts both.</summary>
internal static class Ipv4Options
{
    internal static void Describe(ref Pass pass, FieldNode parent, int offset, int length)
    {
        if (length == 0) return;
        var node = parent.Add("ip.options", $"Options: ({length} bytes)", offset, length);
        var end = offset + length;
        while (offset < end && pass.TryStep())
        {
            var type = pass.U8(offset);
            if (type <= 1)
            {
                node.Add("ip.opt.type", type == 0 ? "IP Option - End of Options List (EOL)" : "IP Option - No-Operation (NOP)", offset, 1, $"{type}");
                offset++;
                if (type == 0) return;
                continue;
            }

            var optionLength = offset + 1 < end ? pass.U8(offset + 1) : 0;
            if (optionLength < 2 || optionLength > end - offset)
            {
                node.AddExpert(FieldSeverity.Error, "Protocol", $"{NameOf(type)} (option length = {optionLength} bytes does not fit)");
                return;
            }

            var option = node.Add("ip.opt.type", $"IP Option - {NameOf(type)} ({optionLength} bytes)", offset, optionLength, $"{type}");
            option.Add("ip.opt.len", $"Length: {optionLength}", offset + 1, 1, $"{optionLength}");
            if (optionLength > 2)
                option.Add(null, "Data: " + Hex.Bytes(pass.Frame.Slice(offset + 2, optionLength - 2)), offset + 2, optionLength - 2);
            offset += optionLength;
        }
    }

    private static string NameOf(byte type) => type switch
    {
        7 => "Record Route",
        68 => "Time Stamp",
        130 => "Security",
        131 => "Loose Source Route",
        136 => "Stream ID",
        137 => "Strict Source Route",
        148 => "Router Alert",
        _ => $"Unknown (0x{type:x2})",
    };
}
