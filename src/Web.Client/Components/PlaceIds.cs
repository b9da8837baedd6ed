using System.Globalization;

namespace WebCap.Client.Components;

/// <summary>Ids of the places that rows of the packet list pass through, made once.</summary>
internal static class PlaceIds
{
    // Two to a page of 2,160 px; a taller window makes more.
    private static string[] ids = Make(200);

    /// <summary>The id of a place, from 0 at the top.</summary>
    public static string At(int place)
    {
        if (place >= ids.Length) ids = Make(place * 2);
        return ids[place];
    }

    private static string[] Make(int count)
    {
        var made = new string[count];
        for (var i = 0; i < count; i++) made[i] = "packet-" + i.ToString(CultureInfo.InvariantCulture);
        return made;
    }
}
