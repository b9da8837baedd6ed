using System.Net;
using WebCap.Rewind.Triggers;

namespace WebCap.Configuration;

/// <summary>
/// Reads the options: appsettings.json first, then the environment, then the command line, each overriding what came before.
/// Every failure is an <see cref="OptionException"/> that names the place where the value was set.
/// </summary>
internal static class OptionReader
{
    /// <summary>The section of appsettings.json.</summary>
    public const string Section = "WebCap";

    /// <summary>Set by run.sh to the folder that the default data folder is in; no option, since a person would set the data folder itself.</summary>
    public const string HomeVariable = "WEBCAP_HOME";

    /// <summary>The token itself. It has no name on the command line, where every user of the machine could read it.</summary>
    public const string TokenVariable = "WEBCAP_TOKEN";

    // The command line's, which finds its server by it.
    private const string ClientUrlVariable = "WEBCAP_URL";

    // 128 bits in base64url: fewer could be guessed.
    private const int MinTokenLength = 22;
    private const int MaxTokenLength = 256;

    /// <param name="args">The command line.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="settings">What appsettings.json says; its section is read.</param>
    /// <param name="warn">Is told about names in the environment that mean nothing.</param>
    public static WebCapOptions Read(
        IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment, IConfiguration settings, Action<string> warn)
    {
        var options = new WebCapOptions();
        options = ReadSettings(options, settings.GetSection(Section));
        options = ReadEnvironment(options, environment, warn);
        options = ReadCommandLine(options, args);
        options = ReadWebhookSecret(ReadToken(options, environment));
        if (options.Data.Length == 0) options = options with { Data = FindDataFolder(environment) };
        Check(options);
        return options;
    }

    private static WebCapOptions ReadSettings(WebCapOptions options, IConfigurationSection section)
    {
        foreach (var entry in section.GetChildren())
        {
            var source = $"{Section}:{entry.Key} in appsettings.json";
            var definition = OptionTable.All.FirstOrDefault(o => o.Key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new OptionException($"{source} is no option; see --help.");
            string[] values = definition.IsList ? [.. entry.GetChildren().Select(item => item.Value ?? "")] : [];
            if (entry.Value is { Length: > 0 } single) values = [single];
            options = Apply(options, definition, values, source);
        }

        return options;
    }

    private static WebCapOptions ReadEnvironment(WebCapOptions options, IReadOnlyDictionary<string, string> environment, Action<string> warn)
    {
        foreach (var (name, value) in environment)
        {
            if (!name.StartsWith("WEBCAP_", StringComparison.Ordinal) || name is HomeVariable or TokenVariable or ClientUrlVariable) continue;
            var definition = OptionTable.All.FirstOrDefault(o => o.EnvironmentName == name);
            if (definition is null)
            {
                // Not refused: the variable may be meant for something else that looks at the same environment.
                warn($"{name} in the environment is no option of WebCap; see --help.");
                continue;
            }

            if (value.Length == 0) continue;
            options = Apply(options, definition, definition.IsList ? value.Split(Path.PathSeparator) : [value], name);
        }

        return options;
    }

    private static WebCapOptions ReadCommandLine(WebCapOptions options, IReadOnlyList<string> args)
    {
        Dictionary<OptionDefinition, List<string>> given = [];
        for (var index = 0; index < args.Count; index++)
        {
            var (name, value) = args[index].Split('=', 2) is [var left, var right] ? (left, right) : (args[index], null);
            var definition = OptionTable.All.FirstOrDefault(o => o.Name == name)
                ?? throw new OptionException($"{OptionParse.Quote(name)} is no option; see --help.");
            if (value is null && definition.IsSwitch) value = "true";
            if (value is null)
            {
                if (index + 1 >= args.Count) throw new OptionException($"{name} needs a value: {name} {definition.Value}.");
                value = args[++index];
            }

            if (given.TryGetValue(definition, out var values))
            {
                if (!definition.IsList) throw new OptionException($"{name} is given twice.");
                values.Add(value);
            }
            else
            {
                given.Add(definition, [value]);
            }
        }

        foreach (var (definition, values) in given) options = Apply(options, definition, values, definition.Name);
        return options;
    }

    private static WebCapOptions Apply(WebCapOptions options, OptionDefinition definition, IReadOnlyList<string> values, string source)
    {
        // A list from one source replaces the list of a weaker one, as a single value does.
        if (definition.Key == nameof(WebCapOptions.Replay)) options = options with { Replay = [] };
        foreach (var value in values)
        {
            try
            {
                if (value.Length == 0) throw new OptionException("must not be empty.");
                options = definition.Apply(options, value);
            }
            catch (OptionException fault)
            {
                throw new OptionException($"{source} {fault.Message}");
            }
        }

        return options;
    }

    private static WebCapOptions ReadToken(WebCapOptions options, IReadOnlyDictionary<string, string> environment)
    {
        var (token, source) = environment.TryGetValue(TokenVariable, out var set) && set.Length > 0 ? (set, TokenVariable) : (null, "");
        if (options.TokenFile is { } file)
        {
            if (token is not null) throw new OptionException($"The token is given twice: by {TokenVariable} and by --token-file.");
            source = "The token file";
            token = ReadSecret(file, source);
        }

        if (token is null) return options;
        if (token.Length is < MinTokenLength or > MaxTokenLength || token.Any(c => c is <= ' ' or > '~'))
            throw new OptionException($"{source} must hold {MinTokenLength} to {MaxTokenLength} printable ASCII characters without blanks.");
        return options with { Token = token };
    }

    private static WebCapOptions ReadWebhookSecret(WebCapOptions options)
    {
        if (options.Rewind.WebhookSecretFile is not { } file) return options;
        const string Source = "The webhook secret's file";
        var secret = WebhookSignature.ParseSecret(ReadSecret(file, Source))
            ?? throw new OptionException($"{Source} must hold whsec_ and 24 to 64 bytes in base64, as this prints: echo whsec_$(openssl rand -base64 32)");
        return options with { Rewind = options.Rewind with { WebhookSecret = secret } };
    }

    private static string ReadSecret(string file, string source)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{source} cannot be read: {fault.Message}");
        }
    }

    private static string FindDataFolder(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue(HomeVariable, out var home) && home.Length > 0) return Path.GetFullPath(Path.Combine(home, ".data"));
        // The XDG base directories: an unset or relative value counts as none.
        if (environment.TryGetValue("XDG_DATA_HOME", out var data) && Path.IsPathRooted(data)) return Path.Combine(data, "webcap");
        if (environment.TryGetValue("HOME", out var user) && Path.IsPathRooted(user)) return Path.Combine(user, ".local", "share", "webcap");
        throw new OptionException("There is no home folder to keep data in; say where with --data FOLDER.");
    }

    private static void Check(WebCapOptions options)
    {
        if (!IPAddress.IsLoopback(options.Address.Address) && !options.AllowNetwork)
        {
            var risk = options.UsesTls ? "" : " and, without TLS, can read the token on its way";
            throw new OptionException(
                $"{options.Address} can be reached from other machines, whose users then only need a token to watch this one's traffic{risk}. " +
                "Add --allow-network if that is meant; otherwise keep 127.0.0.1 and forward the port with ssh -L 5270:127.0.0.1:5270.");
        }

        if (options.TlsCertificate is null != options.TlsKey is null) throw new OptionException("--tls-certificate and --tls-key need each other.");
        if ((options.Ring.Validate() ?? options.Limits.Validate()) is { } fault) throw new OptionException(fault);
    }
}
