using System.Text;

namespace WebCap.Configuration;

/// <summary>What <c>--help</c> prints, made from the option table.</summary>
internal static class UsageText
{
    private const int Indent = 6;
    private const int Width = 100;

    public static string Format()
    {
        var text = new StringBuilder();
        text.AppendLine("WebCap shows this machine's live packets in a browser.");
        text.AppendLine();
        text.AppendLine("Usage: WebCap [option …]");
        text.AppendLine();
        text.AppendLine("Each option is also a variable in the environment and a key in the section WebCap of appsettings.json;");
        text.AppendLine("the command line wins over the environment, the environment over the file.");
        text.AppendLine();
        foreach (var option in OptionTable.All)
        {
            text.Append("  ").Append(option.Name);
            if (!option.IsSwitch) text.Append(' ').Append(option.Value);
            text.Append("   ").Append(option.EnvironmentName).Append("   WebCap:").AppendLine(option.Key);
            var sentence = option.Default.Length == 0 ? option.Description : $"{option.Description} Default: {option.Default}.";
            AppendWrapped(text, sentence);
        }

        text.AppendLine();
        AppendWrapped(text, $"{OptionReader.TokenVariable} in the environment sets the administrator's token itself. There is no such option, " +
            "because every user of a machine can read command lines.");
        AppendWrapped(text, "The data folder is .data beside run.sh when that starts WebCap, else webcap in $XDG_DATA_HOME or ~/.local/share.");
        text.AppendLine();
        text.AppendLine("  --version   --help");
        return text.ToString();
    }

    private static void AppendWrapped(StringBuilder text, string sentence)
    {
        var column = 0;
        foreach (var word in sentence.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                text.AppendLine();
                column = 0;
            }

            if (column == 0) column = Indent - 1;
            text.Append(' ', column == Indent - 1 ? Indent : 1).Append(word);
            column += 1 + word.Length;
        }

        text.AppendLine();
    }
}
