using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>The list of recordings where there are more than one wants to see at once.</summary>
public class RecordingsPageTests(Chromium chromium)
{
    private const int Count = 101;

    [Fact]
    public async Task TheNewestAreShownAndTheOthersOnRequest()
    {
        var folder = Directory.CreateTempSubdirectory("webcap-e2e-recordings-");
        try
        {
            // Folders that are not in the catalogue, as after a move to another machine: the service takes them over at its start.
            for (var id = 1; id <= Count; id++)
            {
                var recording = folder.CreateSubdirectory(id.ToString("D6", CultureInfo.InvariantCulture)).FullName;
                await File.WriteAllTextAsync(
                    Path.Combine(recording, "recording.json"),
                    $$"""
                    {"id":{{id}},"settings":{"interface":"moved0","format":"pcapng"},"state":"stopped","user":"somebody","remoteAddress":"","linkType":1,"startedAt":"2030-01-01T00:00:00Z"}
                    """,
                    TestContext.Current.CancellationToken);
            }

            await using var server = await WebCapServer.StartNewAsync("--recordings", folder.FullName);
            await using var visit = await chromium.VisitAsync(server, "/recordings");
            var heads = visit.Page.GetByRole(AriaRole.Rowheader);
            await Expect(heads).ToHaveCountAsync(Count - 1);
            await Expect(heads.First).ToHaveTextAsync($"{Count}");
            await Expect(heads.Last).ToHaveTextAsync("2");
            await visit.Button("Show older ones").ClickAsync();
            await Expect(heads).ToHaveCountAsync(Count);
            await Expect(visit.Button("Show older ones")).ToHaveCountAsync(0);
            visit.AssertNoFaults();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
