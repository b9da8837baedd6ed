namespace Bpf.Engine.Device;

/// <summary>
/// Why the device refused, with the numbers of Linux's errno(3). The names are what a user sees and what the API promises; the numbers
/// only matter where one comes from the kernel.
/// </summary>
public enum Errno
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The caller may not do this, or the device is locked.</summary>
    EPERM = 1,

    /// <summary>A waiting read was cancelled; nothing was consumed.</summary>
    EINTR = 4,

    /// <summary>Another read or waiter has the device, or its interface is gone and nothing is left to read.</summary>
    EIO = 5,

    /// <summary>No such device or interface.</summary>
    ENXIO = 6,

    /// <summary>Nothing to read now.</summary>
    EAGAIN = 11,

    /// <summary>No memory, or no room for the answer.</summary>
    ENOMEM = 12,

    /// <summary>The caller has no privilege for this.</summary>
    EACCES = 13,

    /// <summary>In use.</summary>
    EBUSY = 16,

    /// <summary>The device vanished.</summary>
    ENODEV = 19,

    /// <summary>An argument, or the order of calls, is wrong.</summary>
    EINVAL = 22,

    /// <summary>No such request.</summary>
    ENOTTY = 25,

    /// <summary>A value is too large for a timer.</summary>
    EDOM = 33,

    /// <summary>The frame is larger than the interface sends.</summary>
    EMSGSIZE = 90,

    /// <summary>The interface cannot do this at all.</summary>
    EOPNOTSUPP = 95,

    /// <summary>The interface is down.</summary>
    ENETDOWN = 100,

    /// <summary>No free device.</summary>
    ENOBUFS = 105,
}
