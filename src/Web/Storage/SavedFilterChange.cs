namespace WebCap.Storage;

/// <summary>How a change to the saved filters ended.</summary>
internal enum SavedFilterChange
{
    Done,

    /// <summary>There is no filter with that number.</summary>
    NotFound,

    /// <summary>Another filter has that name.</summary>
    NameTaken,

    /// <summary>As many as allowed are saved already.</summary>
    NoRoom,
}
