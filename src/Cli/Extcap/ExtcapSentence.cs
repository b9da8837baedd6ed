using System.Globalization;
using System.Reflection;
using WebCap.Cli.Server;
using WebCap.Cli.Text;

namespace WebCap.Cli.Extcap;

/// <summary>
/// What Wireshark reads from an extcap program's standard output: one sentence a line, a word and then values in braces
/// (the man page extcap(4) and the Wireshark Developer's Guide, "Adding Capture Interfaces And Log Sources Using Extcap").
/// </summary>
internal static class ExtcapSentence
{
    // In front of the server's names, so that its eth0 is another interface than the desktop's own.
    private const string Prefix = "webcap-";

    /// <summary>The program itself; the first sentence of the list of interfaces.</summary>
    public static string Program()
    {
        var version = typeof(ExtcapSentence).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
        return $"extcap {{version={version}}}{{display=WebCap}}";
    }

    /// <summary>An interface of the server.</summary>
    public static string Interface(InterfaceAnswer networkInterface, Uri server)
    {
        var what = networkInterface.Description is { Length: > 0 } description ? $" ({description})" : "";
        return $"interface {{value={Value(Prefix + networkInterface.Name)}}}{{display={Value($"WebCap {networkInterface.Name} on {server.Authority}{what}")}}}";
    }

    /// <summary>What its frames begin with.</summary>
    public static string LinkType(InterfaceAnswer networkInterface) => string.Create(
        CultureInfo.InvariantCulture,
        $"dlt {{number={networkInterface.LinkType}}}{{name={Value(networkInterface.LinkTypeName)}}}{{display={Value(networkInterface.LinkTypeName)}}}");

    /// <summary>What a person can choose before a capture; Wireshark makes a form of it and gives the answers back as options.</summary>
    public static IEnumerable<string> Configuration() =>
    [
        $"arg {{number=0}}{{call={ExtcapCommand.PromiscuousName}}}{{display=Promiscuous}}{{tooltip=Frames for other machines too}}{{type=boolflag}}{{default=false}}",
        $"arg {{number=1}}{{call={ExtcapCommand.SnapLengthName}}}{{display=Bytes of a packet}}{{tooltip=The rest of a longer packet is left out}}{{type=integer}}{{range=1,262144}}{{default=262144}}",
        $"arg {{number=2}}{{call={ExtcapCommand.IncludeOwnName}}}{{display=Own traffic too}}{{tooltip=The connection to WebCap itself, which feeds itself on a live interface}}{{type=boolflag}}{{default=false}}",
    ];

    /// <summary>The server's name of an interface; null when the name is none of ours.</summary>
    public static string? NameOf(string value) => value.StartsWith(Prefix, StringComparison.Ordinal) ? value[Prefix.Length..] : null;

    /// <summary>True when a name survives the format; one with a brace would come back cut.</summary>
    public static bool CanBeListed(string name) => Value(name) == name;

    private static string Value(string text) => TerminalText.Line(text).Replace('{', '(').Replace('}', ')');
}
