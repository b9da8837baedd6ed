using WebCap.Client.Store;

namespace WebCap.Client.Tests;

public class TimeTextTests
{
    [Theory]
    [InlineData(0, "0.000000")]
    [InlineData(1_999, "0.000001")]
    [InlineData(1_000_000_000, "1.000000")]
    [InlineData(12_003_400_000, "12.003400")]
    [InlineData(-1_500_000_000, "-1.500000")]
    [InlineData(-1_000, "-0.000001")]
    [InlineData(long.MaxValue, "9223372036.854775")]
    [InlineData(long.MinValue, "-9223372036.854775")]
    public void SecondsFromTheFirstPacketHaveSixDecimals(long nanoseconds, string text) => Assert.Equal(text, TimeText.SinceFirst(nanoseconds, 0));

    [Theory]
    [InlineData(0, "00:00:00.000000")]
    [InlineData(86_399_999_999_999, "23:59:59.999999")]
    [InlineData(86_400_000_000_000, "00:00:00.000000")]
    [InlineData(-1, "23:59:59.999999")]
    [InlineData(-86_400_000_000_000, "00:00:00.000000")]
    public void ATimeOfDayIsUtc(long nanoseconds, string text) => Assert.Equal(text, TimeText.TimeOfDay(nanoseconds));
}
