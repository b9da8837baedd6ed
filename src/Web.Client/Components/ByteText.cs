using System.Globalization;

namespace WebCap.Client.Components;

/// <summary>Amounts of memory as a person reads them.</summary>
internal static class ByteText
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    /// <summary><c>512 bytes</c>, <c>64 KiB</c>, <c>1.5 MiB</c>.</summary>
    public static string Of(long bytes)
    {
        double amount = bytes;
        var unit = 0;
        for (; amount >= 1024 && unit < Units.Length - 1; unit++) amount /= 1024;
        return amount.ToString(unit == 0 || amount >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
