using System.Net.Http.Json;
using System.Text.Json;
using WebCap.Interfaces;
using WebCap.Storage;
using WebCap.Tests.Support;

namespace WebCap.Tests.Interfaces;

public sealed class InterfaceTests
{
    private static string Sample => Directory.GetFiles(CatalogBuilder.SampleFolder, "*.pcap*").Order(StringComparer.Ordinal).First();

    [Fact]
    public async Task TheSampleIsThereWithoutAskingAndLeavesWhenAsked()
    {
        await using (var server = await TestServer.StartAsync())
        {
            var sample = (await ListAsync(server)).Single(one => one.GetProperty("kind").GetString() == "replay");
            Assert.Equal(CatalogBuilder.NameOf(Sample, 1), sample.GetProperty("name").GetString());
            Assert.Equal(JsonValueKind.Null, sample.GetProperty("unavailable").ValueKind);
        }

        await using var without = await TestServer.StartAsync(options => options with { NoSample = true });
        Assert.DoesNotContain(await ListAsync(without), one => one.GetProperty("kind").GetString() == "replay");
    }

    [Fact]
    public async Task FilesOfTheSameNameBecomeInterfacesOfDifferentNames()
    {
        await using var server = await TestServer.StartAsync(options => options with { NoSample = true, Replay = [Sample, Sample, Sample] });
        var names = (await ListAsync(server)).Where(one => one.GetProperty("kind").GetString() == "replay").Select(one => one.GetProperty("name").GetString()!);
        Assert.Equal([CatalogBuilder.NameOf(Sample, 1), CatalogBuilder.NameOf(Sample, 2), CatalogBuilder.NameOf(Sample, 3)], names);
    }

    [Theory]
    [InlineData("/tmp/a.pcap", 1, "a")]
    [InlineData("/tmp/first-look.pcapng", 2, "first-look-2")]
    [InlineData("/tmp/a much longer name.pcap", 1, "a_much_longer_n")]
    [InlineData("/tmp/a much longer name.pcap", 12, "a_much_longe-12")]
    [InlineData("/tmp/größe;rm -rf.pcap", 1, "gr__e_rm_-rf")]
    [InlineData("/tmp/.pcap", 1, "replay")]
    public void AnInterfacesNameIsShortAndPlain(string file, int count, string name) => Assert.Equal(name, CatalogBuilder.NameOf(file, count));

    [Theory]
    [InlineData("")]
    [InlineData("this is no capture file at all")]
    public async Task AFileThatIsNoCaptureIsNamedAtTheStart(string content)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("nonsense.pcap");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<StartException>(() => TestServer.StartAsync(options => options with { Replay = [file] }));
        Assert.StartsWith($"{file} cannot be replayed: ", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement[]> ListAsync(TestServer server) =>
        (await server.Bearer().GetFromJsonAsync<JsonElement[]>("/api/interfaces", TestContext.Current.CancellationToken))!;
}
