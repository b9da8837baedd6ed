using Bpf.Wire;

namespace WebCap.Client.Feed;

/// <summary>
/// What became of every packet up to this page, as the latest batch header says. The device's counters begin anew at a flush or a change of filter;
/// the kernel's and the interface's count since the session began.
/// <code>
///   received = rejected + captured        captured = delivered + dropped + held
/// </code>
/// </summary>
internal readonly record struct Ledger
{
    /// <summary>Frames that the interface handed to the tap.</summary>
    public long InterfaceReceived { get; private init; }

    /// <summary>Frames that the kernel dropped before the tap.</summary>
    public long KernelDropped { get; private init; }

    /// <summary>Frames that were run through the filter.</summary>
    public long Received { get; private init; }

    /// <summary>Frames that the filter let pass.</summary>
    public long Captured { get; private init; }

    /// <summary>Frames that passed and found no room in the device's buffers.</summary>
    public long Dropped { get; private init; }

    /// <summary>Records that were read out of the device.</summary>
    public long Delivered { get; private init; }

    /// <summary>Records that are still in the device's buffers.</summary>
    public long Held { get; private init; }

    /// <summary>Records that the server had for this page and threw away because the page did not keep up.</summary>
    public long FeedDropped { get; private init; }

    /// <summary>Records from before the device was opened; not among <see cref="Captured"/>.</summary>
    public long Rewound { get; private init; }

    /// <summary>Frames that the filter refused.</summary>
    public long Rejected => Received - Captured;

    /// <summary>True when the device's counters add up.</summary>
    public bool IsBalanced => Captured == Delivered + Dropped + Held;

    /// <summary>Packets lost anywhere before this page.</summary>
    public long Lost => KernelDropped + Dropped + FeedDropped;

    /// <summary>The counters of a batch; <paramref name="feedDroppedBefore"/> were dropped in earlier feeds of the same watch.</summary>
    public static Ledger Of(in BatchHeader header, long feedDroppedBefore) => new()
    {
        InterfaceReceived = header.InterfaceReceived,
        KernelDropped = header.KernelDropped,
        Received = header.Received,
        Captured = header.Captured,
        Dropped = header.Dropped,
        Delivered = header.Delivered,
        Held = header.Held,
        FeedDropped = feedDroppedBefore + header.FeedDropped,
        Rewound = header.Rewound,
    };
}
