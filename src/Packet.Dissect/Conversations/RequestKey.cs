namespace Packet.Dissect.Conversations;

/// <summary>What a request and its reply have in common: the two ends and a number that one of them made up.</summary>
internal readonly struct RequestKey : IEquatable<RequestKey>
{
    private readonly FlowKey ends;
    private readonly uint identifier;
    private readonly bool isRequestFromA;

    internal RequestKey(in FlowKey ends, uint identifier, bool isRequestFromA)
    {
        this.ends = ends;
        this.identifier = identifier;
        this.isRequestFromA = isRequestFromA;
    }

    public bool Equals(RequestKey other) => identifier == other.identifier && isRequestFromA == other.isRequestFromA && ends.Is(other.ends);

    public override bool Equals(object? obj) => obj is RequestKey other && Equals(other);

    public override int GetHashCode() => (int)ends.Hash(Seed ^ identifier);

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();
}
