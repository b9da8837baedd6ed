using Packet.Dissect;
using Packet.Dissect.Processes;
using WebCap.Client.Store;

namespace WebCap.Client.Capture;

/// <summary>What the user points at: a row, the packet in it, a field of that, and the field under the mouse. The tree and the bytes show the same field.</summary>
internal sealed class Selection(PacketRows rows)
{
    /// <summary>Something else is selected or pointed at.</summary>
    public event Action? Changed;

    /// <summary>Another row is selected. Raised before <see cref="Changed"/>.</summary>
    public event Action? RowChanged;

    /// <summary>The selected row; null for none.</summary>
    public long? Row { get; private set; }

    /// <summary>The packet of the row; null when there is no row or it is a gap.</summary>
    public SelectedPacket? Packet { get; private set; }

    /// <summary>Who likely has the packet; nobody as long as that is not known or not shown.</summary>
    public LikelyProcesses Processes { get; private set; }

    /// <summary>The selected field.</summary>
    public FieldNode? Field { get; private set; }

    /// <summary>The field under the mouse.</summary>
    public FieldNode? Hovered { get; private set; }

    /// <summary>The field that the status line describes.</summary>
    public FieldNode? Described => Hovered ?? Field;

    /// <summary>Selects a row.</summary>
    public void Select(long row)
    {
        if (row == Row) return;
        Row = row;
        Field = Hovered = null;
        Processes = default;
        Packet = rows.Store.TryGet(row, out var packet) ? Copy(row, packet) : null;
        RowChanged?.Invoke();
        Changed?.Invoke();
    }

    /// <summary>Selects a field of the packet.</summary>
    public void SelectField(FieldNode? field)
    {
        if (ReferenceEquals(field, Field)) return;
        Field = field;
        Changed?.Invoke();
    }

    /// <summary>Says who likely has the packet: in a handler of <see cref="RowChanged"/>, and whenever more is known.</summary>
    public void Name(LikelyProcesses processes)
    {
        if (processes == Processes) return;
        Processes = processes;
        Changed?.Invoke();
    }

    /// <summary>Points at a field; null when the mouse has left.</summary>
    public void Hover(FieldNode? field)
    {
        if (ReferenceEquals(field, Hovered)) return;
        Hovered = field;
        Changed?.Invoke();
    }

    /// <summary>Selects nothing.</summary>
    public void Clear()
    {
        Row = null;
        Packet = null;
        Processes = default;
        Field = Hovered = null;
        RowChanged?.Invoke();
        Changed?.Invoke();
    }

    private SelectedPacket Copy(long row, in StoredPacket packet)
    {
        PacketFlow? ends = rows.TryFindFlow(packet.ToInput(), out var flow) ? flow : null;
        return new SelectedPacket(row, packet.Number, rows.Tree(row)!, packet.Bytes.ToArray(), ends, packet.Header.Direction, packet.TimeNanoseconds);
    }
}
