using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace WebCap.E2e.Browser;

/// <summary>
/// One person's page, and everything that went wrong in it: errors on the console, exceptions, dialogs, and violations of the content security
/// policy. A test ends with <see cref="AssertNoFaults"/>.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private const float TellingMs = 5_000;

    private readonly ConcurrentQueue<string> faults = new();

    private Visit(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error") faults.Enqueue(message.Text);
        };
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Dialog += async (_, dialog) =>
        {
            faults.Enqueue($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public IBrowserContext Context => Page.Context;

    /// <summary>The list of packets.</summary>
    public ILocator Packets => Page.GetByRole(AriaRole.Grid, new() { Name = "Packets", Exact = true });

    /// <summary>The fields of the selected packet.</summary>
    public ILocator Fields => Page.GetByRole(AriaRole.Tree, new() { Name = "Packet fields" });

    /// <summary>The bytes of the selected packet.</summary>
    public ILocator Bytes => Page.GetByRole(AriaRole.Group, new() { Name = "Packet bytes" });

    public ILocator Filter => Page.GetByRole(AriaRole.Textbox, new() { Name = "Capture filter" });

    public ILocator Alert => Page.GetByRole(AriaRole.Alert);

    public static async Task<Visit> CreateAsync(IBrowserContext context)
    {
        // Chromium reports violations on the console too, but not those of report-only policies and not for every directive.
        await context.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));");
        return new Visit(await context.NewPageAsync());
    }

    /// <summary>The button with the user's name that opens the account's menu.</summary>
    public ILocator Account => Page.GetByRole(AriaRole.Button, new() { Name = "Account " });

    /// <summary>Rows of the packet list with a text in them.</summary>
    public ILocator Row(string text) => Packets.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A line of the fields; folded ones are opened first.</summary>
    public async Task<ILocator> FieldAsync(string text)
    {
        await Fields.GetByRole(AriaRole.Treeitem).First.WaitForAsync();
        await Fields.FocusAsync();
        await Page.Keyboard.PressAsync("Control+ArrowRight");
        return Fields.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = text });
    }

    /// <summary>Nothing went wrong, but for console errors with one of these texts in them, which the test itself provoked.</summary>
    public void AssertNoFaults(params string[] provoked) =>
        Assert.DoesNotContain(faults, fault => !provoked.Any(text => fault.Contains(text, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await TellAsync();
        await Context.DisposeAsync();
    }

    // What the page was like at the end; the report has it of a test that failed.
    private async Task TellAsync()
    {
        if (TestContext.Current.TestOutputHelper is not { } output) return;
        output.WriteLine(Page.Url);
        foreach (var fault in faults) output.WriteLine(fault);
        try
        {
            output.WriteLine(await Page.Locator("body").InnerTextAsync(new() { Timeout = TellingMs }));
        }
        catch (Exception fault) when (fault is TimeoutException or PlaywrightException)
        {
            // What the test itself says comes first.
            output.WriteLine($"The page does not answer: {fault.Message}");
        }
    }
}
