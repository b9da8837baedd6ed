using System.Globalization;
using System.Text;

namespace WebCap.Audit;

/// <summary>
/// The audit log as comma separated values (RFC 4180), safe to open in a spreadsheet: a cell that a spreadsheet would take for a formula gets an
/// apostrophe in front (OWASP ASVS 1.2.10), since its text came from a user.
/// </summary>
internal static class AuditCsv
{
    public const string Header = "id,at,user,role,address,action,target,detail\r\n";

    // The last four are the full-width forms of the first, which some spreadsheets take for them.
    private const string FormulaStarts = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    public static string Format(AuditEntry entry)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{entry.Id},{entry.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
        foreach (var text in new[] { entry.User, entry.Role, entry.Address, entry.Action, entry.Target, entry.Detail }) line.Append(',').Append(Cell(text));
        return line.Append("\r\n").ToString();
    }

    // Always in quotes: then no separator, quote or line break in a text can end its cell.
    public static string Cell(string text)
    {
        var prefix = text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" : "";
        return $"\"{prefix}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
