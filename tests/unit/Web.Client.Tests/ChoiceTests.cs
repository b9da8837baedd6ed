using WebCap.Client.Api;
using WebCap.Client.Capture;

namespace WebCap.Client.Tests;

public class ChoiceTests
{
    private static readonly InterfaceInfo Down = new() { Name = "eth1", Kind = "live" };
    private static readonly InterfaceInfo Loopback = new() { Name = "lo", Kind = "live", IsUp = true };
    private static readonly InterfaceInfo Forbidden = new() { Name = "eth0", Kind = "live", IsUp = true, Unavailable = "Needs a capability." };
    private static readonly InterfaceInfo Live = new() { Name = "wlan0", Kind = "live", IsUp = true };
    private static readonly InterfaceInfo Sample = new() { Name = "sample", Kind = "replay", IsUp = true };

    [Fact]
    public void TheFirstLiveInterfaceThatCanBeOpenedIsProposed()
        => Assert.Same(Live, InterfaceChoice.Propose([Down, Loopback, Forbidden, Live, Sample], null));

    [Fact]
    public void TheOneAskedForIsProposedEvenWhenItCannotBeOpened()
        => Assert.Same(Forbidden, InterfaceChoice.Propose([Loopback, Forbidden, Live], "eth0"));

    [Fact]
    public void WithoutALiveOneTheSampleIsProposed() => Assert.Same(Sample, InterfaceChoice.Propose([Loopback, Forbidden, Sample], "gone0"));

    [Fact]
    public void WithoutASampleAnythingThatCanBeOpened() => Assert.Same(Loopback, InterfaceChoice.Propose([Forbidden, Loopback], null));

    [Fact]
    public void WithNothingToOpenTheFirstIsShownWithItsReason() => Assert.Same(Forbidden, InterfaceChoice.Propose([Forbidden], null));

    [Fact]
    public void NoInterfaceIsNoChoice() => Assert.Null(InterfaceChoice.Propose([], "lo"));

    [Theory]
    [InlineData("http://h/?i=lo&f=tcp+port+80", "lo", "tcp port 80")]
    [InlineData("http://h/?f=host%201.2.3.4%20%26%26+tcp", null, "host 1.2.3.4 && tcp")]
    [InlineData("http://h/", null, "")]
    [InlineData("http://h/?x=1&i=%C3%A4#f=no", "ä", "")]
    [InlineData("http://h/?i=%ZZ", "%ZZ", "")]
    public void AnAddressSaysWhatToPropose(string address, string? name, string filter)
        => Assert.Equal(new CaptureAddress(name, filter), CaptureAddress.Parse(address));

    [Theory]
    [InlineData("lo", "tcp port 80", "?i=lo&f=tcp+port+80")]
    [InlineData("a b", "x + y & z", "?i=a+b&f=x+%2B+y+%26+z")]
    [InlineData(null, "tcp", "?f=tcp")]
    [InlineData(null, " ", "./")]
    public void AnAddressIsWrittenSoThatItReadsTheSame(string? name, string filter, string address)
    {
        var written = new CaptureAddress(name, filter).ToString();
        Assert.Equal(address, written);
        Assert.Equal(new CaptureAddress(name, filter.Trim()), CaptureAddress.Parse("http://h/" + written));
    }
}
