using System.Runtime.CompilerServices;

namespace WebCap.E2e;

/// <summary>The same for tests with data, in place of xunit's own <c>[Theory]</c>; the limit is for each row of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryAttribute : Xunit.TheoryAttribute
{
    public TheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Timeout = FactAttribute.LimitMs;
}
