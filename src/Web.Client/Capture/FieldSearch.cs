using Packet.Dissect;

namespace WebCap.Client.Capture;

/// <summary>Finds fields by their bytes, and the way to them.</summary>
internal static class FieldSearch
{
    /// <summary>The innermost field that holds a byte; of several equals the last, which is the most particular. Null when no field holds it.</summary>
    public static FieldNode? Innermost(IReadOnlyList<FieldNode> roots, int offset)
    {
        FieldNode? found = null;
        for (var level = roots; ;)
        {
            FieldNode? inner = null;
            foreach (var node in level)
            {
                // The frame's own line holds every byte; a layer that holds it too says more. Among siblings the shorter one says more.
                if (Holds(node, offset) && (inner is null || node.Length <= inner.Length)) inner = node;
            }

            if (inner is null) return found;
            found = inner;
            level = inner.Children;
        }
    }

    /// <summary>The fields from a root down to <paramref name="field"/>, which is the last; empty when it is not in the tree.</summary>
    public static List<FieldNode> PathTo(IReadOnlyList<FieldNode> roots, FieldNode field)
    {
        var path = new List<FieldNode>();
        Walk(roots, field, path);
        return path;
    }

    private static bool Holds(FieldNode node, int offset) => offset >= node.Offset && offset - node.Offset < node.Length;

    private static bool Walk(IReadOnlyList<FieldNode> level, FieldNode field, List<FieldNode> path)
    {
        foreach (var node in level)
        {
            path.Add(node);
            if (ReferenceEquals(node, field) || Walk(node.Children, field, path)) return true;
            path.RemoveAt(path.Count - 1);
        }

        return false;
    }
}
