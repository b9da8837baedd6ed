using System.Globalization;
using System.Text;

namespace WebCap.Client.Components;

/// <summary>
/// A line of bytes as text: offset, hexadecimal, ASCII. The hexadecimal part has a wider space in the middle, so that a byte's place can be counted:
/// <c>45 00 00 3c 1c 46 40 00  40 06 b1 e6 c0 a8 00 68</c>.
/// </summary>
internal static class HexLine
{
    private const int CellCharacters = 3;

    /// <summary>Where a byte's two digits start in a line of <paramref name="bytesPerLine"/>.</summary>
    public static int CharacterOf(int index, int bytesPerLine) => (index * CellCharacters) + (bytesPerLine > 8 && index >= bytesPerLine / 2 ? 1 : 0);

    /// <summary>The byte of a character in the hexadecimal part; null on the space in the middle or beyond the line.</summary>
    public static int? ByteAt(int character, int bytesPerLine)
    {
        if (character < 0) return null;
        var middle = CharacterOf(bytesPerLine / 2, bytesPerLine);
        if (bytesPerLine > 8 && character >= middle) character--;
        var index = character / CellCharacters;
        return index < bytesPerLine ? index : null;
    }

    /// <summary>Characters that a whole line needs: the offset, two gaps, the two parts and a margin.</summary>
    public static int Characters(int bytesPerLine, int offsetDigits) => offsetDigits + 2 + CharacterOf(bytesPerLine, bytesPerLine) + 1 + bytesPerLine + 3;

    /// <summary>An offset in <paramref name="digits"/> hexadecimal digits.</summary>
    public static string Offset(int offset, int digits) => offset.ToString(digits > 4 ? "x6" : "x4", CultureInfo.InvariantCulture);

    /// <summary>
    /// Cuts a line into runs of bytes that look alike. <paramref name="start"/> is the first byte's offset in the packet; the spaces between two bytes of
    /// a run belong to it, those between two runs to nobody.
    /// </summary>
    public static void Runs(ReadOnlySpan<byte> line, int start, int bytesPerLine, ByteMarks marks, bool isHex, List<HexRun> runs)
    {
        runs.Clear();
        var text = new StringBuilder();
        for (var i = 0; i < line.Length;)
        {
            var look = marks.At(start + i);
            var end = i + 1;
            while (end < line.Length && marks.At(start + end) == look) end++;
            text.Clear();
            for (var each = i; each < end; each++)
            {
                if (isHex) AppendHex(text, line[each], each, end, bytesPerLine);
                else text.Append(line[each] is >= 0x20 and < 0x7f ? (char)line[each] : '·');
            }

            runs.Add(new HexRun(text.ToString(), look));
            if (isHex && end < line.Length) runs.Add(new HexRun(Space(end - 1, bytesPerLine), ByteLook.Plain));
            i = end;
        }
    }

    private static void AppendHex(StringBuilder text, byte value, int index, int end, int bytesPerLine)
    {
        text.Append(Digit(value >> 4)).Append(Digit(value & 15));
        if (index < end - 1) text.Append(Space(index, bytesPerLine));
    }

    private static string Space(int index, int bytesPerLine) => CharacterOf(index + 1, bytesPerLine) - CharacterOf(index, bytesPerLine) > CellCharacters ? "  " : " ";

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'a' + value - 10);
}
