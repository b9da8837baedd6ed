using Bpf.Engine.Filter;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

public sealed class FilterGraphTests
{
    [Fact]
    public void CutsAProgramIntoItsBlocks()
    {
        var program = Verified(
            ValidatorProfile.Minix,
            Do(LoadHalf, 12), Test(JumpIfEqual, 0x800, 0, 3),
            Do(LoadByte, 23), Do(And, 1), Do(Jump, 1),
            Do(LoadImmediate, 7),
            Do(Add, 1), Do(ReturnA));

        Assert.Equal(
            [
                new FilterBlock(0, 2, 2, 5, null),
                new FilterBlock(2, 5, null, null, 6),
                new FilterBlock(5, 6, null, null, 6),
                new FilterBlock(6, 8, null, null, null),
            ],
            FilterGraph.Of(program).Blocks);
    }

    [Fact]
    public void LeavesOutWhatNoPathReaches()
    {
        var program = Verified(ValidatorProfile.Minix, Do(Jump, 2), Do(0x7777), Do(LoadImmediate), Do(Return), Do(Return));

        Assert.Equal([new FilterBlock(0, 1, null, null, 3), new FilterBlock(3, 4, null, null, null)], FilterGraph.Of(program).Blocks);
    }

    [Theory]
    [InlineData(21)]
    public void EveryPathOfARandomProgramGoesFromBlockToBlock(int seed)
    {
        var random = new Random(seed);
        for (var made = 0; made < 3_000;)
        {
            var instructions = Programs.Random(random, maxLength: 40);
            if (!FilterProgram.TryCreate(instructions, 512, ValidatorProfile.Minix, out var program, out _)) continue;
            made++;
            var blocks = FilterGraph.Of(program).Blocks;
            var byStart = blocks.ToDictionary(block => block.Start);
            var entered = new HashSet<int> { 0 };
            Assert.Equal(0, blocks[0].Start);
            for (var index = 0; index < blocks.Count; index++)
            {
                var block = blocks[index];
                Assert.True(block.Start < block.End);
                if (index > 0) Assert.True(blocks[index - 1].End <= block.Start);
                foreach (var successor in new[] { block.WhenTrue, block.WhenFalse, block.Next })
                {
                    if (successor is not { } start) continue;
                    Assert.True(start >= block.End, Describe(seed, instructions, [], 0));
                    Assert.True(byStart.ContainsKey(start), Describe(seed, instructions, [], 0));
                    entered.Add(start);
                }

                var returns = instructions[block.End - 1].Code is Return or ReturnA;
                Assert.Equal(returns, (block.WhenTrue ?? block.WhenFalse ?? block.Next) is null);
            }

            Assert.Equal(entered.Order(), blocks.Select(block => block.Start));
        }
    }
}
