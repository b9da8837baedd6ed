namespace WebCap.Session;

/// <summary>What a page should know about the server before it asks for anything: its bounds, mostly.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Machine">The machine whose packets these are.</param>
/// <param name="Devices">Devices that can be open at once.</param>
/// <param name="MaxBufferBytes">The largest buffer of a device.</param>
/// <param name="MaxInstructions">The longest filter program.</param>
/// <param name="Processes">Whether operators without limits are told which processes have the machine's sockets.</param>
internal sealed record ServerView(string Version, string Machine, int Devices, int MaxBufferBytes, int MaxInstructions, bool Processes);
