using System.IO.MemoryMappedFiles;

namespace Bpf.Engine.Truth.Tests.Child;

/// <summary>
/// Where a child is, in a file that both sides map: it outlives a child that dies in the middle of an instruction.
/// </summary>
internal sealed class ChildProgress : IDisposable
{
    /// <summary>Stage: a program or a frame is being made.</summary>
    public const int Making = 0;

    /// <summary>Stage: libpcap runs.</summary>
    public const int Libpcap = 1;

    /// <summary>Stage: the model runs.</summary>
    public const int Model = 2;

    /// <summary>Stage: the first engine compiles or runs; the others follow.</summary>
    public const int FirstEngine = 3;

    /// <summary>Program number before the first program: the kept cases.</summary>
    public const long KeptCases = -1;

    private const int ProgramAt = 0;
    private const int FrameAt = 8;
    private const int StageAt = 16;
    private const int FileBytes = 24;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    private ChildProgress(MemoryMappedFile file)
    {
        this.file = file;
        view = file.CreateViewAccessor(0, FileBytes);
    }

    /// <summary>The program's number.</summary>
    public long Program
    {
        get => view.ReadInt64(ProgramAt);
        set => view.Write(ProgramAt, value);
    }

    /// <summary>The frame's number within its program.</summary>
    public long Frame
    {
        get => view.ReadInt64(FrameAt);
        set => view.Write(FrameAt, value);
    }

    /// <summary>Who is at work.</summary>
    public long Stage
    {
        get => view.ReadInt64(StageAt);
        set => view.Write(StageAt, value);
    }

    /// <summary>Makes the file, for the parent.</summary>
    public static ChildProgress Create(string path)
    {
        File.WriteAllBytes(path, new byte[FileBytes]);
        return Open(path);
    }

    /// <summary>Opens it, for the child.</summary>
    public static ChildProgress Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, FileBytes));

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
