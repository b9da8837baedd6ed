using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>The browser's side of a windowed list: <c>js/rows.js</c>.</summary>
internal static partial class Rows
{
    internal const string Module = "rows";

    [JSImport("attach", Module)]
    internal static partial void Attach(
        string id,
        [JSMarshalAs<JSType.Function<JSType.Number, JSType.Number, JSType.Number>>] Action<double, double, double> onMeasure,
        [JSMarshalAs<JSType.Function<JSType.Number, JSType.Number>>] Func<double, double> onScroll,
        [JSMarshalAs<JSType.Function<JSType.Number, JSType.Number, JSType.String>>] Action<int, int, string> onPoint);

    [JSImport("detach", Module)]
    internal static partial void Detach(string id);

    /// <summary>Rows may have another height now: they are measured again.</summary>
    [JSImport("measure", Module)]
    internal static partial void Measure(string id);

    /// <summary>The rows are about to be drawn.</summary>
    [JSImport("look", Module)]
    internal static partial void Look(string id);

    /// <summary>Returns where the scrollbar stands; a negative <paramref name="scrollTop"/> leaves it.</summary>
    [JSImport("place", Module)]
    internal static partial double Place(string id, double height, double offset, double scrollTop);
}
