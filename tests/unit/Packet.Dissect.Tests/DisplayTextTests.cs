using System.Text;
using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("plain ASCII ~ \"quoted\" \\ back", "plain ASCII ~ \"quoted\" \\ back")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("caf\u00e9 \u65e5\u672c \ud83d\ude00", "caf\u00e9 \u65e5\u672c \ud83d\ude00")]
    [InlineData("line\r\n\tend", "line\\r\\n\\tend")]
    [InlineData("\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m")]
    [InlineData("\0\a\b\u007f\u0085", "\\x00\\x07\\x08\\x7f\\x85")]
    [InlineData("\u061c\u200e\u200f", "\\u061c\\u200e\\u200f")]
    [InlineData("\u202a\u202b\u202c\u202d\u202e", "\\u202a\\u202b\\u202c\\u202d\\u202e")]
    [InlineData("\u2066\u2067\u2068\u2069", "\\u2066\\u2067\\u2068\\u2069")]
    [InlineData("zero\u200bwidth\u200d\u2060\ufeff", "zero\\u200bwidth\\u200d\\u2060\\ufeff")]
    [InlineData("soft\u00adhyphen\u2028\u2029", "soft\\xadhyphen\\u2028\\u2029")]
    [InlineData("private\ue000 filler\u3164", "private\\ue000 filler\\u3164")]
    [InlineData("tag\U000e0041", "tag\\U000e0041")]
    public void CharactersThatSteerOrHideAreShownAsEscapes(string text, string shown)
    {
        Assert.Equal(shown, DisplayText.Escape(text));
        Assert.Equal(shown, DisplayText.Escape(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0x41 }, "\\xffA")]
    [InlineData(new byte[] { 0xc3 }, "\\xc3")]
    [InlineData(new byte[] { 0xc0, 0x80 }, "\\xc0\\x80")]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 }, "\\xed\\xa0\\x80")]
    [InlineData(new byte[] { 0xf5, 0x80, 0x80, 0x80 }, "\\xf5\\x80\\x80\\x80")]
    [InlineData(new byte[] { }, "")]
    public void BytesThatAreNoUtf8AreShownAsBytes(byte[] bytes, string shown) => Assert.Equal(shown, DisplayText.Escape(bytes));

    [Theory]
    [InlineData("", 0xd800, "", "\\ud800")]
    [InlineData("a", 0xdc00, "b", "a\\udc00b")]
    [InlineData("", 0xd83d, "x", "\\ud83dx")]
    public void ALoneSurrogateIsShownAsItsCode(string before, int code, string after, string shown)
        => Assert.Equal(shown, DisplayText.Escape(before + (char)code + after));

    [Theory]
    [InlineData("12345678", 8, "12345678")]
    [InlineData("123456789", 8, "1234567…")]
    [InlineData("123456\u202e", 8, "123456\\…")]
    [InlineData("123456\ud83d\ude00x", 8, "123456…")]
    public void TextOverTheLimitEndsInAnEllipsis(string text, int limit, string shown)
    {
        Assert.Equal(shown, DisplayText.Escape(text, limit));
        Assert.Equal(shown, DisplayText.Escape(Encoding.UTF8.GetBytes(text), limit));
    }

    [Fact]
    public void ALongTextCostsNoMoreThanItsLimit()
    {
        var shown = DisplayText.Escape(new byte[1_000_000]);

        Assert.Equal(DisplayText.DefaultMaxLength, shown.Length);
    }

    [Fact]
    public void EveryCodePointIsEitherVisibleOrEscaped()
    {
        for (var code = 0; code <= 0x10ffff; code++)
        {
            if (code is >= 0xd800 and <= 0xdfff) continue;
            TreeCheck.AssertSafe(DisplayText.Escape(char.ConvertFromUtf32(code)));
        }
    }
}
