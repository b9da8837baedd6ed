namespace WebCap.Processes;

/// <summary>How much a sample of sockets and processes looks at. Each is an option of the service.</summary>
internal sealed record ProcessOptions
{
    /// <summary>False when nobody is told which processes there are.</summary>
    public bool IsOffered { get; init; } = true;

    /// <summary>Sockets that the table has, closed ones included; some 300 bytes each. When it is full the closed ones go first, then new ones are left out, counted.</summary>
    public int Sockets { get; init; } = 8192;

    /// <summary>Processes that one search for the owners of sockets looks at; the next one goes on behind the last of them.</summary>
    public int Processes { get; init; } = 4096;

    /// <summary>Open files of processes that one search looks at: two or three microseconds each.</summary>
    public int Descriptors { get; init; } = 65_536;

    /// <summary>How long a socket that is closed stays in the table: whoever asks once in a while still learns of short connections.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The folder to read; tests have their own.</summary>
    public string Folder { get; init; } = "/proc";
}
