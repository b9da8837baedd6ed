using Packet.Dissect.Conversations;
using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Text;

namespace Packet.Dissect;

/// <summary>
/// Reads the packets of one capture. The usage protocol:
/// <list type="number">
/// <item><see cref="Observe"/> each packet once, in arrival order, as it comes: this keeps the books of conversations and makes no text.</item>
/// <item><see cref="Summarise"/> and <see cref="Dissect"/> any observed packet, in any order and as often as wanted: rows for what is on screen, a tree for what is selected.</item>
/// </list>
/// Packets are hostile: no input makes a call throw; a packet that cannot be read whole is shown as far as it goes.
/// Not thread safe; memory is bounded by <see cref="DissectionLimits"/>.
/// </summary>
public sealed class Dissection
{
    private readonly TextBuilder info;

    /// <summary>Starts an empty dissection.</summary>
    public Dissection(DissectionLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        Limits = limits;
        info = new TextBuilder(limits.MaxInfoLength);
        Conversations = new ConversationBook(limits, Counters);
    }

    /// <summary>The bounds this dissection was made with.</summary>
    public DissectionLimits Limits { get; }

    /// <summary>What was kept, evicted and left out so far.</summary>
    public DissectionCounters Counters { get; } = new();

    internal ConversationBook Conversations { get; }

    /// <summary>Takes note of a packet for its conversation. Call once for each packet, in arrival order.</summary>
    public void Observe(in PacketInput packet)
    {
        Counters.ObservedPackets++;
        Conversations.Observe(packet);
    }

    /// <summary>The row of an observed packet. Repeatable.</summary>
    public PacketSummary Summarise(in PacketInput packet)
    {
        info.Clear();
        var pass = new Pass(this, packet, info, null);
        Walk(ref pass, packet);
        return new PacketSummary(
            AddressText.Of(pass.SourceKind, pass.Frame, pass.SourceOffset),
            AddressText.Of(pass.DestinationKind, pass.Frame, pass.DestinationOffset),
            pass.Protocol,
            info.ToTrimmedString(),
            ColorRules.Of(pass.Facts));
    }

    /// <summary>The tree of an observed packet. Repeatable; the caller owns the result.</summary>
    public PacketTree Dissect(in PacketInput packet)
    {
        info.Clear();
        var tree = new PacketTree(Limits.MaxTreeNodes);
        FrameNode.Describe(tree, packet);
        var pass = new Pass(this, packet, info, tree);
        Walk(ref pass, packet);
        tree.Finish();
        return tree;
    }

    /// <summary>Between which ends a packet travels; false when it is no TCP, UDP or UDP-Lite, a fragment, or cut before its ports. Repeatable.</summary>
    public bool TryFindFlow(in PacketInput packet, out PacketFlow flow) => FlowReader.TryRead(packet, Limits.MaxDepth, out flow);

    /// <summary>Forgets every packet; the limits stay.</summary>
    public void Reset()
    {
        Conversations.Clear();
        Counters.Clear();
    }

    private void Walk(ref Pass pass, in PacketInput packet)
    {
        try
        {
            LinkLayer.Dissect(ref pass, packet);
        }
        catch (Exception fault) when (fault is IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            // Every read is checked before it is made, so this is a decoder's mistake. One packet pays for it, not the capture; the
            // counter makes it visible and the tests hold it at zero.
            Counters.DecoderFaults++;
            Counters.LastDecoderFault = fault.StackTrace;
            pass.Info.Append("[Decoder fault]");
            pass.Tree?.AddGeneratedRoot("[Decoder fault: this packet is shown in part]", FieldSeverity.Error, 0, 0);
        }

        if (!pass.HasError) return;
        pass.Info.Append(pass.Error.InfoSuffix);
        ErrorNode.Describe(pass.Tree, pass.Error);
    }
}
