using System.Buffers.Binary;

namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// Sixth pass: frames are big endian, the machine is not, and turning bytes around costs an instruction or two a load. Whether a value equals
/// a constant, or has a bit of a mask, can be asked with the constant turned around instead, once and at compile time; and "and" with
/// a constant commutes with turning. So a load whose value goes nowhere but into such instructions leaves the bytes as they are.
///
/// That must hold for everybody who may see the value. Nodes that give A a value are gathered in webs: two are in the same web when paths from
/// both meet where A is still read, and when one is an "and" of the other. A web stays unturned if all that give it values are loads of one
/// size (or such "ands"), and all that read it are tests that do not mind.
/// </summary>
internal static class ByteOrderPass
{
    /// <summary>Stands for whatever A is where the program starts: a giver that turned nothing.</summary>
    private const int Start = 0;

    public static void Run(JitProgram program)
    {
        if (!BitConverter.IsLittleEndian) return;
        var nodes = program.Nodes;
        var webs = new Webs(nodes.Length + 1);
        webs.MustTurn(Start);
        var seen = FindGivers(program, webs);

        for (var index = program.Entry; index < nodes.Length; index++)
        {
            if (nodes[index] is not { } node) continue;
            if (node.Code == StepCode.And) webs.Unite(seen[index], index + 1);
            else if (node.ReadsA && node.Code is not (StepCode.JumpIfEqual or StepCode.JumpIfSet)) webs.MustTurn(seen[index]);
            if (!node.WritesA || node.Code == StepCode.And) continue;
            if (node.Code is StepCode.LoadWord or StepCode.LoadWordIndexed or StepCode.LoadHalf or StepCode.LoadHalfIndexed)
                webs.Give(index + 1, (int)node.LoadSize);
            else
                webs.MustTurn(index + 1);
        }

        for (var index = program.Entry; index < nodes.Length; index++)
        {
            if (nodes[index] is not { } node) continue;
            if (node.Code is StepCode.And or StepCode.JumpIfEqual or StepCode.JumpIfSet)
            {
                if (webs.RawSize(seen[index]) is var size and > 0) node.K = Turn(node.K, size);
            }
            else if (node.WritesA)
            {
                node.IsRaw = webs.RawSize(index + 1) > 0;
            }
        }
    }

    // Of a constant for 2 bytes the upper two do not matter: no bit of A is there, and a test for equality with them was decided.
    private static uint Turn(uint k, int size) =>
        size == sizeof(uint) ? BinaryPrimitives.ReverseEndianness(k) : BinaryPrimitives.ReverseEndianness((ushort)k);

    /// <summary>For each node, one that gave the A which it sees, as its index + 1; the others of a node are in the same web.</summary>
    private static int[] FindGivers(JitProgram program, Webs webs)
    {
        var nodes = program.Nodes;
        var seen = new int[nodes.Length];
        var isReached = new bool[nodes.Length];
        for (var index = program.Entry; index < nodes.Length; index++)
        {
            if (nodes[index] is not { } node) continue;
            var giver = node.WritesA && !node.IsUnread ? index + 1 : seen[index];
            if (node.Next != JitNode.Nowhere) Lead(node.Next, giver);
            if (node.Otherwise != JitNode.Nowhere) Lead(node.Otherwise, giver);
        }

        return seen;

        void Lead(int target, int giver)
        {
            if (isReached[target] && (nodes[target]!.LiveIn & LivenessPass.A) != 0) webs.Unite(seen[target], giver);
            if (!isReached[target]) seen[target] = giver;
            isReached[target] = true;
        }
    }

    /// <summary>Sets that only grow together, each with the size of its loads: 0 while there is none, <see cref="Turned"/> when its values must be true.</summary>
    private sealed class Webs
    {
        private const int Turned = -1;

        private readonly int[] parents;
        private readonly int[] sizes;

        public Webs(int count)
        {
            parents = new int[count];
            sizes = new int[count];
            for (var index = 0; index < count; index++) parents[index] = index;
        }

        public int RawSize(int member) => Math.Max(sizes[Find(member)], 0);

        public void MustTurn(int member) => sizes[Find(member)] = Turned;

        public void Give(int member, int size) => sizes[Find(member)] = Merge(sizes[Find(member)], size);

        public void Unite(int one, int other)
        {
            var (root, child) = (Find(one), Find(other));
            if (root == child) return;
            parents[child] = root;
            sizes[root] = Merge(sizes[root], sizes[child]);
        }

        private static int Merge(int one, int other) => one == 0 || one == other ? other : other == 0 ? one : Turned;

        private int Find(int member)
        {
            // Halves the way as it goes, so that long chains do not stay long.
            while (parents[member] != member) member = parents[member] = parents[parents[member]];
            return member;
        }
    }
}
