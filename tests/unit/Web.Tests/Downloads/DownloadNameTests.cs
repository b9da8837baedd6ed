using System.Text;
using Microsoft.Net.Http.Headers;
using WebCap.Downloads;

namespace WebCap.Tests.Downloads;

/// <summary>Names of downloads, out of whatever somebody called an interface or a file.</summary>
public sealed class DownloadNameTests
{
    [Theory]
    [InlineData("eth0", "eth0.pcapng")]
    [InlineData("Überlauf 1", "Überlauf 1.pcapng")]
    [InlineData("日本", "日本.pcapng")]
    [InlineData("../../etc/passwd", "_.._etc_passwd.pcapng")]
    [InlineData("..\\windows\\x", "_windows_x.pcapng")]
    [InlineData("a\"; filename=evil.exe; x=\"", "a_; filename=evil.exe; x=_.pcapng")]
    [InlineData("a\r\nSet-Cookie: x=y", "a__Set-Cookie_ x=y.pcapng")]
    [InlineData("gpj\u202Eexe", "gpj_exe.pcapng")]
    [InlineData("100%41", "100_41.pcapng")]
    [InlineData("...", "capture.pcapng")]
    [InlineData("", "capture.pcapng")]
    [InlineData("x. .", "x.pcapng")]
    public void ANameIsWholeAndNothingOfItIsMoreThanAName(string stem, string expected)
    {
        var header = DownloadName.Attachment(stem, "pcapng");
        Assert.All(header, letter => Assert.InRange(letter, ' ', '~'));
        var parsed = ContentDispositionHeaderValue.Parse(header);
        Assert.Equal("attachment", parsed.DispositionType.Value);
        Assert.Equal(expected, parsed.FileNameStar.Value);
        // For who knows only the older form: the same with other letters replaced.
        Assert.EndsWith(".pcapng", parsed.FileName.Value!.Trim('"'), StringComparison.Ordinal);
        Assert.Equal(2, parsed.Parameters.Count);
        Assert.DoesNotContain(Path.GetInvalidFileNameChars(), letter => expected.Contains(letter, StringComparison.Ordinal));
    }

    [Fact]
    public void ALongNameIsCutBetweenLetters()
    {
        var name = ContentDispositionHeaderValue.Parse(DownloadName.Attachment(string.Concat(Enumerable.Repeat("\U0001F98A", 300)), "pcap")).FileNameStar.Value!;
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 150, 200);
        Assert.Equal("\U0001F98A.pcap", name[^7..]);
    }

    [Theory]
    [InlineData("a.pcapng.gz", "a")]
    [InlineData("a.PCAP", "a")]
    [InlineData("a.cap.txt", "a.cap.txt")]
    [InlineData(".pcap", "")]
    public void TheEndingOfAnUploadIsTakenOff(string name, string expected) => Assert.Equal(expected, DownloadName.WithoutEnding(name));
}
