namespace Bpf.Engine.Device.Ioctl;

/// <summary>What a request takes or answers.</summary>
public enum IoctlKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An <see cref="IoctlValue.Number"/>.</summary>
    Number,

    /// <summary>A number of which only "0 or not" counts [IOCTL-4].</summary>
    Flag,

    /// <summary>An <see cref="IoctlValue.Name"/> of an interface.</summary>
    Name,

    /// <summary>An <see cref="IoctlValue.Time"/>.</summary>
    Time,

    /// <summary>An <see cref="IoctlValue.Program"/>.</summary>
    Program,

    /// <summary>How many entries the caller has room for, or nothing for a caller who only wants the count.</summary>
    Capacity,

    /// <summary>An <see cref="IoctlValue.LinkTypes"/>.</summary>
    LinkTypes,

    /// <summary>An <see cref="IoctlValue.Statistics"/>.</summary>
    Statistics,

    /// <summary>An <see cref="IoctlValue.Version"/>.</summary>
    Version,
}
