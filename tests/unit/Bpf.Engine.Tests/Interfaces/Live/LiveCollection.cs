namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>
/// Tests that capture on this machine's interfaces, or count what the process has open: they run alone, one after the other, so that none sees
/// another's frames, links or descriptors.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LiveCollection
{
    public const string Name = "Live interfaces";
}
