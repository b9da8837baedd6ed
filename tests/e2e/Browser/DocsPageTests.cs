using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>The page that shows the API to people, with the description that the real service gives.</summary>
public class DocsPageTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryOperationOfTheDescriptionIsThereInItsGroupAndOpensWithAllOfIt()
    {
        await using var visit = await chromium.VisitAsync(server);
        await visit.Account.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "The API, call by call" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "The API", Exact = true })).ToBeVisibleAsync();

        var description = await server.GetAsync("/openapi/v1.json", Cancellation);
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Recordings", Exact = true })).ToBeVisibleAsync();
        await visit.Button("Open all").ClickAsync();
        var count = 0;
        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var id = operation.Value.GetProperty("operationId").GetString()!;
                var group = visit.Page.GetByRole(AriaRole.Region, new() { Name = operation.Value.GetProperty("tags")[0].GetString()!, Exact = true });
                var shown = group.Locator($"#{id}");
                var text = await shown.TextContentAsync() ?? "";
                Assert.Contains(operation.Name.ToUpperInvariant(), text, StringComparison.Ordinal);
                Assert.Contains(path.Name, text, StringComparison.Ordinal);
                Assert.Contains(operation.Value.GetProperty("x-codeSamples")[0].GetProperty("source").GetString()!, text, StringComparison.Ordinal);
                foreach (var answer in operation.Value.GetProperty("responses").EnumerateObject())
                    Assert.Contains($"{answer.Name} {answer.Value.GetProperty("description").GetString()}", text, StringComparison.Ordinal);
                if (operation.Value.TryGetProperty("parameters", out var parameters))
                {
                    foreach (var parameter in parameters.EnumerateArray()) Assert.Contains(parameter.GetProperty("description").GetString()!, text, StringComparison.Ordinal);
                }

                count++;
            }
        }

        Assert.True(count > 40, $"only {count}");
        Assert.Equal(count, await visit.Page.Locator(".operations > li").CountAsync());
        visit.AssertNoFaults();
    }

    [Fact]
    public async Task ACallIsFoundOpenedByTheKeyboardAndLinkedTo()
    {
        await using var visit = await chromium.VisitAsync(server, "/docs");
        await visit.Page.GetByLabel("Find").FillAsync("administrator delete token");
        var only = visit.Page.GetByRole(AriaRole.Button, new() { Name = "/api/tokens/{id}" });
        await Expect(visit.Page.Locator(".operations > li")).ToHaveCountAsync(1);
        await Expect(only).ToHaveAttributeAsync("aria-expanded", "false");
        await only.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(only).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(visit.Page.GetByText("curl -s -H \"$AUTH\" -X DELETE $WEBCAP/api/tokens/$GUEST")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(only).ToHaveAttributeAsync("aria-expanded", "false");

        await visit.Page.GetByLabel("Find").FillAsync("no such call");
        await Expect(visit.Page.GetByText("No call has all of that.")).ToBeVisibleAsync();

        await visit.Page.GotoAsync($"{server.Address}docs#startRecording");
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("#startRecording").GetByText("ringFiles", new() { Exact = true }).First).ToBeVisibleAsync();
        visit.AssertNoFaults();
    }

    [Theory]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task ThePageFitsTheScreenAsksNobodyElseAndAxeHasNothingToSay(int width, int height, ColorScheme scheme)
    {
        await using var visit = await chromium.VisitAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        List<string> elsewhere = [];
        visit.Page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != server.Address.Authority) elsewhere.Add(request.Url);
        };
        await visit.Page.GotoAsync($"{server.Address}docs#token={server.Token}");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Recordings", Exact = true })).ToBeVisibleAsync();
        foreach (var call in new[] { "/api/recordings/{id}/file.pcapng", "/api/devices/{minor}/ioctl" })
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = call }).ClickAsync();
        await Expect(visit.Page.Locator("#downloadRecordingPcapng").GetByText("Answers")).ToBeVisibleAsync();

        var found = await visit.Page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join(Environment.NewLine, found.Violations.Select(Describe)));
        Assert.NotEmpty(found.Passes);
        // The body does not scroll; the page in it does, and only down.
        var main = visit.Page.GetByRole(AriaRole.Main);
        Assert.True(await main.EvaluateAsync<bool>("each => each.scrollWidth <= each.clientWidth && document.documentElement.scrollWidth <= innerWidth"), "It scrolls sideways.");
        Assert.Empty(elsewhere);
        visit.AssertNoFaults("401");
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help} {string.Join(" | ", violation.Nodes.Take(5).Select(node => node.Html))}";
}
