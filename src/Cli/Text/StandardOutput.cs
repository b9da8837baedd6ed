using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WebCap.Cli.Text;

/// <summary>The process's standard output.</summary>
internal static class StandardOutput
{
    // A screenful of packets; what is printed is flushed whenever no more has come, so nobody waits for it to fill.
    private const int BufferBytes = 16 * 1024;

    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>As text, buffered.</summary>
    public static StreamWriter Open() => new(OpenStream(), Encoding, BufferBytes);

    /// <summary>
    /// As bytes. The console's own stream drops what is written into a pipe that nobody reads any more, and <c>webcap tail eth0 | head</c> would
    /// go on for ever; this one throws an <see cref="IOException"/> then.
    /// </summary>
    public static Stream OpenStream()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file has a position that other programs share, and a FileStream keeps its own.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
