using System.Runtime.CompilerServices;

namespace WebCap.E2e;

/// <summary>
/// A test against real processes, of which any may hang. It stands for xunit's own <c>[Fact]</c> in this project: a test that is not over after
/// <see cref="LimitMs"/> fails under its name, its cancellation token tells what it waits for to give up, and the tests after it run.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactAttribute : Xunit.FactAttribute
{
    /// <summary>Milliseconds: several times what the longest test takes on a busy machine.</summary>
    public const int LimitMs = 240_000;

    public FactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Timeout = LimitMs;
}
