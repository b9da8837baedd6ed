using System.Text;
using WebCap.Processes;

namespace WebCap.Tests.Processes;

public sealed class ProcessTextTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("0::/system.slice/nginx.service", "nginx.service", null)]
    [InlineData("0::/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service", null)]
    [InlineData("0::/user.slice/user-1000.slice/session-3.scope", "session-3.scope", null)]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox.service", "app-firefox.service", null)]
    [InlineData("0::/", null, null)]
    [InlineData("", null, null)]
    [InlineData("0::/system.slice/docker-" + Id + ".scope", null, "docker/0123456789ab")]
    [InlineData("0::/system.slice/docker-" + Id + ".scope/system.slice/nginx.service", "nginx.service", "docker/0123456789ab")]
    [InlineData("0::/machine.slice/libpod-" + Id + ".scope/container", null, "podman/0123456789ab")]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + Id + ".scope", null, "podman/0123456789ab")]
    [InlineData("0::/machine.slice/libpod-conmon-" + Id + ".scope", "libpod-conmon-" + Id + ".scope", null)]
    [InlineData("0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod12.slice/cri-containerd-" + Id + ".scope", null, "containerd/0123456789ab")]
    [InlineData("0::/kubepods.slice/kubepods-pod12.slice/crio-" + Id + ".scope", null, "cri-o/0123456789ab")]
    [InlineData("0::/kubepods/burstable/pod0e6b2f51-6d2c-4a9c-8f2e-0d7a9a4c1d2e/" + Id, null, "container/0123456789ab")]
    [InlineData("0::/lxc/web/system.slice/nginx.service", "nginx.service", "lxc/web")]
    [InlineData("0::/lxc.payload.web/init.scope", "init.scope", "lxc/web")]
    [InlineData("0::/machine.slice/machine-build.scope/payload", null, "machine/build")]
    [InlineData("12:pids:/docker/" + Id + "\n11:cpu,cpuacct:/docker/" + Id + "\n1:name=systemd:/docker/" + Id + "\n0::/system.slice/containerd.service", "containerd.service", "docker/0123456789ab")]
    [InlineData("4:memory:/\n1:name=systemd:/system.slice/cron.service\n0::/", "cron.service", null)]
    [InlineData("no colons at all", null, null)]
    [InlineData("0::/system.slice/docker-notanid.scope", "docker-notanid.scope", null)]
    public void AControlGroupSaysUnitAndContainer(string text, string? unit, string? container) =>
        Assert.Equal((unit, container), CgroupText.Parse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("nginx", "nginx")]
    [InlineData("a\u001b[31mb", @"a\x1b[31mb")]
    [InlineData("évil\u202Enimda", @"évil\xe2\x80\xaenimda")]
    [InlineData("zero\u200Bwidth\tand\nlines", @"zero\xe2\x80\x8bwidth\x09and\x0alines")]
    [InlineData("<img src=x>", "<img src=x>")]
    [InlineData("実行", "実行")]
    public void ANameOfAProcessIsSafeToShow(string name, string shown) => Assert.Equal(shown, PlainText.Of(Encoding.UTF8.GetBytes(name), 64));

    [Fact]
    public void BytesThatAreNoTextAreShownAsBytesAndLongTextsAreCut()
    {
        Assert.Equal(@"a\xff\xfeb", PlainText.Of([(byte)'a', 0xFF, 0xFE, (byte)'b'], 64));
        foreach (var letter in new[] { "x", "\u0001", "実", "😀" })
        {
            var text = PlainText.Of(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(letter, 1000))), 64);
            Assert.InRange(text.Length, 60, 64);
            Assert.EndsWith("…", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\ufffd', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void AControlGroupOfAnyLengthGivesShortNames()
    {
        var (unit, container) = CgroupText.Parse(Encoding.UTF8.GetBytes("0::/lxc/" + new string('x', 5000) + "/" + new string('y', 5000) + ".service"));
        Assert.InRange(unit!.Length, 1, 128);
        Assert.InRange(container!.Length, 1, 128);
    }
}
