namespace Bpf.Engine.Interfaces;

/// <summary>What an interface counted since it first captured. Never reset; 64 bit.</summary>
/// <param name="Received">Frames handed to the tap.</param>
/// <param name="KernelDropped">Frames that the kernel's ring had no room for: lost before WebCap saw them.</param>
/// <param name="ReceivedBytes">Wire bytes of the frames handed to the tap.</param>
public readonly record struct InterfaceStatistics(long Received, long KernelDropped, long ReceivedBytes);
