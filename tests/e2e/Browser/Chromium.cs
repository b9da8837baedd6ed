using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(WebCap.E2e.Browser.Chromium))]

namespace WebCap.E2e.Browser;

/// <summary>The system's Chromium without a window, one for all tests. Each visit is a profile of its own: no cookies, no storage, an empty cache.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    // For a machine that does a lot beside; nothing waits this long unless something is broken.
    private const float PatienceMs = 60_000;

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            // The tests' only traffic is their own; a container has no user namespaces for the sandbox.
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>A new profile with an empty page.</summary>
    internal async Task<Visit> VisitAsync(BrowserNewContextOptions? options = null)
    {
        var context = await browser!.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMs);
        return await Visit.CreateAsync(context);
    }

    /// <summary>A new profile that signs in as the administrator and opens a page, for example <c>/devices</c>.</summary>
    internal async Task<Visit> VisitAsync(WebCapServer server, string path = "/", BrowserNewContextOptions? options = null)
    {
        var visit = await VisitAsync(options);
        await visit.Page.GotoAsync($"{server.Address.GetLeftPart(UriPartial.Authority)}{path}#token={server.Token}");
        return visit;
    }
}
