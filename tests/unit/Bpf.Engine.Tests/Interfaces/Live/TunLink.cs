using System.Runtime.InteropServices;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>A tunnel interface whose other end is this object: what it writes arrives at the interface. Gone when disposed.</summary>
internal sealed unsafe partial class TunLink : IDisposable
{
    private const nuint SetInterface = 0x400454ca;
    private const nuint SetHardwareType = 0x400454cd;
    private const int Tun = 0x0001;
    private const int NoPacketInformation = 0x1000;
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;

    private readonly Descriptor tunnel;

    /// <param name="hardwareType">The ARPHRD number that the interface is to have; null leaves it at "none".</param>
    public TunLink(ushort? hardwareType = null)
    {
        Name = $"live{Environment.ProcessId}t";
        tunnel = Open("/dev/net/tun", ReadWrite | CloseOnExec);
        var request = new InterfaceRequest { Value = Tun | NoPacketInformation };
        for (var i = 0; i < Name.Length; i++) request.Name[i] = (byte)Name[i];
        Check(Libc.Control(tunnel, SetInterface, &request));
        if (hardwareType is { } type) Check(Libc.Control(tunnel, SetHardwareType, (void*)(nuint)type));
        Command.Run("ip", "link", "set", "dev", Name, "addrgenmode", "none");
        Command.Run("ip", "link", "set", "dev", Name, "up");
    }

    public string Name { get; }

    /// <summary>Hands the interface a packet, IP header first.</summary>
    public void Write(ReadOnlySpan<byte> packet)
    {
        fixed (byte* bytes = packet) Check((int)Libc.Write(tunnel, bytes, (nuint)packet.Length));
    }

    public void Dispose() => tunnel.Dispose();

    private static void Check(int result)
    {
        if (result < 0) throw new InvalidOperationException($"the tunnel refuses: {Libc.LastErrno}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial Descriptor Open(string path, int flags);
}
