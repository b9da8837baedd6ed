using Packet.Dissect;
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
        Packet = rows.Store.TryGet(row, out var packet) ? new SelectedPacket(row, packet.Number, rows.Tree(row)!, packet.Bytes.ToArray()) : null;
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
        Field = Hovered = null;
        RowChanged?.Invoke();
        Changed?.Invoke();
    }
}
