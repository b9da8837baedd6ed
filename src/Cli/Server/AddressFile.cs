namespace WebCap.Cli.Server;

/// <summary>
/// The address that <c>webcap connect</c> keeps, token included: one line in a file that only its owner can read. Programs that a desktop starts,
/// as Wireshark is, find their server here, because no shell has given them an environment.
/// </summary>
internal static class AddressFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Where it is; null when this user has no place for such files.</summary>
    public static string? PathIn(IReadOnlyDictionary<string, string> environment)
    {
        // The XDG base directories: an unset or relative value counts as none.
        if (environment.TryGetValue("XDG_CONFIG_HOME", out var configuration) && Path.IsPathRooted(configuration)) return Path.Combine(configuration, "webcap", "address");
        if (environment.TryGetValue("HOME", out var home) && Path.IsPathRooted(home)) return Path.Combine(home, ".config", "webcap", "address");
        return environment.TryGetValue("APPDATA", out var roaming) && Path.IsPathRooted(roaming) ? Path.Combine(roaming, "webcap", "address") : null;
    }

    /// <summary>What was kept; null when nothing was.</summary>
    public static ServerAddress? TryRead(IReadOnlyDictionary<string, string> environment)
    {
        if (PathIn(environment) is not { } file || !File.Exists(file)) return null;
        try
        {
            // Others may have read the token, or even have put another server's address there.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
                throw new CliException($"{file} holds a token and can be read by others. Take that away with chmod 600, and have the token renewed if others use this machine.");
            return ServerAddress.Parse(File.ReadAllText(file), file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file} cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Keeps an address in place of the former one, and returns where.</summary>
    public static string Write(ServerAddress address, IReadOnlyDictionary<string, string> environment)
    {
        var file = PathIn(environment) ?? throw new CliException($"There is no home folder to keep the address in; set {ServerAddress.UrlVariable} instead.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var fresh = file + ".new";
            File.Delete(fresh);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
            using (var writer = new StreamWriter(fresh, options))
                writer.WriteLine(address.Token is { } token ? $"{address.Url}#token={Uri.EscapeDataString(token)}" : address.Url.ToString());
            File.Move(fresh, file, overwrite: true);
            return file;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file} cannot be written: {fault.Message}", fault);
        }
    }
}
