using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WebCap.Client.Browser;

namespace WebCap.Client.Api;

/// <summary>The server's REST calls, one method each. A refusal is thrown as <see cref="ApiException"/>.</summary>
internal sealed class ApiClient
{
    /// <summary>Raised when the server says that nobody is signed in (any more).</summary>
    public event Action? SignedOut;

    public Task<AccountInfo> GetAccountAsync() => SendAsync("GET", "api/session", null, ApiJson.Default.AccountInfo);

    public Task<AccountInfo> SignInAsync(string token)
        => SendAsync("POST", "api/session", Write(new TokenText(token), ApiJson.Default.TokenText), ApiJson.Default.AccountInfo);

    public Task SignOutAsync() => SendAsync("DELETE", "api/session", null);

    public Task<IReadOnlyList<InterfaceInfo>> GetInterfacesAsync() => SendAsync("GET", "api/interfaces", null, ApiJson.Default.IReadOnlyListInterfaceInfo);

    public Task<DeviceInfo> OpenDeviceAsync(OpenDeviceRequest request)
        => SendAsync("POST", "api/devices", Write(request, ApiJson.Default.OpenDeviceRequest), ApiJson.Default.DeviceInfo);

    public Task<DeviceInfo> GetDeviceAsync(int minor) => SendAsync("GET", Device(minor), null, ApiJson.Default.DeviceInfo);

    public Task<DeviceInfo> SetFilterAsync(int minor, string filter)
        => SendAsync("PATCH", Device(minor), Write(new FilterText(filter), ApiJson.Default.FilterText), ApiJson.Default.DeviceInfo);

    public Task CloseDeviceAsync(int minor) => SendAsync("DELETE", Device(minor), null);

    public Task<IReadOnlyList<PeerInfo>> GetPeersAsync() => SendAsync("GET", "api/net/bpf/peers", null, ApiJson.Default.IReadOnlyListPeerInfo);

    public Task<CompiledFilter> CompileAsync(CompileRequest request)
        => SendAsync("POST", "api/filters/compile", Write(request, ApiJson.Default.CompileRequest), ApiJson.Default.CompiledFilter);

    public Task<IReadOnlyList<SavedFilter>> GetSavedFiltersAsync() => SendAsync("GET", "api/filters/saved", null, ApiJson.Default.IReadOnlyListSavedFilter);

    public Task<SavedFilter> SaveFilterAsync(string name, string expression)
        => SendAsync("POST", "api/filters/saved", Write(new NewSavedFilter(name, expression), ApiJson.Default.NewSavedFilter), ApiJson.Default.SavedFilter);

    public Task DeleteSavedFilterAsync(SavedFilter filter) => SendAsync("DELETE", "api/filters/saved/" + filter.Id.ToString(CultureInfo.InvariantCulture), null);

    public Task<IReadOnlyList<TokenInfo>> GetTokensAsync() => SendAsync("GET", "api/tokens", null, ApiJson.Default.IReadOnlyListTokenInfo);

    public Task<IssuedToken> IssueTokenAsync(NewToken token)
        => SendAsync("POST", "api/tokens", Write(token, ApiJson.Default.NewToken), ApiJson.Default.IssuedToken);

    public Task RevokeTokenAsync(long id) => SendAsync("DELETE", "api/tokens/" + id.ToString(CultureInfo.InvariantCulture), null);

    /// <summary>A page of the audit log.</summary>
    /// <param name="before">Where the page before said that this one begins; null for the newest entries.</param>
    /// <param name="user">Only this user's entries; empty for everybody's.</param>
    /// <param name="action">Only this action's, or those of a thing; empty for all.</param>
    public Task<AuditPageInfo> GetAuditAsync(long? before, string user, string action)
    {
        var start = before is { } number ? "&before=" + number.ToString(CultureInfo.InvariantCulture) : "";
        return SendAsync("GET", $"api/audit?user={Uri.EscapeDataString(user)}&action={Uri.EscapeDataString(action)}{start}", null, ApiJson.Default.AuditPageInfo);
    }

    public Task<IReadOnlyList<UploadInfo>> GetUploadsAsync() => SendAsync("GET", "api/captures", null, ApiJson.Default.IReadOnlyListUploadInfo);

    public Task DeleteUploadAsync(UploadInfo upload) => SendAsync("DELETE", "api/captures/" + upload.Id.ToString(CultureInfo.InvariantCulture), null);

    /// <summary>Sends the file that came last to the upload element with this id.</summary>
    public async Task<UploadInfo> UploadAsync(string id, string name, bool keepsGood, Action<double> onProgress)
    {
        var path = $"api/captures?name={Uri.EscapeDataString(name)}" + (keepsGood ? "&keep=good" : "");
        return Read(Accept(await Upload.SendAsync(id, path, onProgress)), "api/captures", ApiJson.Default.UploadInfo);
    }

    /// <summary>The newest so many recordings, the newest first.</summary>
    public Task<IReadOnlyList<RecordingInfo>> GetRecordingsAsync(int limit) =>
        SendAsync("GET", "api/recordings?limit=" + limit.ToString(CultureInfo.InvariantCulture), null, ApiJson.Default.IReadOnlyListRecordingInfo);

    public Task<SpaceInfo> GetSpaceAsync() => SendAsync("GET", "api/recordings/space", null, ApiJson.Default.SpaceInfo);

    public Task<RecordingInfo> GetRecordingAsync(long id) => SendAsync("GET", Recording(id), null, ApiJson.Default.RecordingInfo);

    public Task<RecordingInfo> StartRecordingAsync(StartRecordingRequest request)
        => SendAsync("POST", "api/recordings", Write(request, ApiJson.Default.StartRecordingRequest), ApiJson.Default.RecordingInfo);

    public Task<RecordingInfo> StopRecordingAsync(long id) => SendAsync("POST", Recording(id) + "/stop", null, ApiJson.Default.RecordingInfo);

    public Task DeleteRecordingAsync(long id) => SendAsync("DELETE", Recording(id), null);

    public Task<IReadOnlyList<WindowInfo>> GetWindowsAsync() => SendAsync("GET", "api/rewind/windows", null, ApiJson.Default.IReadOnlyListWindowInfo);

    public Task<WindowInfo> MakeWindowAsync(NewWindow request)
        => SendAsync("POST", "api/rewind/windows", Write(request, ApiJson.Default.NewWindow), ApiJson.Default.WindowInfo);

    public Task RemoveWindowAsync(long id) => SendAsync("DELETE", Window(id), null);

    public Task<IReadOnlyList<TriggerInfo>> GetTriggersAsync(long window) => SendAsync("GET", Window(window) + "/triggers", null, ApiJson.Default.IReadOnlyListTriggerInfo);

    public Task<TriggerInfo> MakeTriggerAsync(long window, NewTrigger request)
        => SendAsync("POST", Window(window) + "/triggers", Write(request, ApiJson.Default.NewTrigger), ApiJson.Default.TriggerInfo);

    public Task RemoveTriggerAsync(long window, long id) => SendAsync("DELETE", Window(window) + "/triggers/" + id.ToString(CultureInfo.InvariantCulture), null);

    /// <summary>What the service answers to, for people and programs.</summary>
    public async Task<ApiDescription> GetDescriptionAsync()
    {
        const string Path = "openapi/v1.json";
        var (status, body) = await SendAsync("GET", Path, null);
        try
        {
            return ApiDescription.Read(body);
        }
        catch (JsonException fault)
        {
            throw Unreadable(status, Path, fault);
        }
    }

    private static string Recording(long id) => "api/recordings/" + id.ToString(CultureInfo.InvariantCulture);

    private static string Window(long id) => "api/rewind/windows/" + id.ToString(CultureInfo.InvariantCulture);

    private static string Device(int minor) => "api/devices/" + minor.ToString(CultureInfo.InvariantCulture);

    private static string Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    private async Task<T> SendAsync<T>(string method, string path, string? json, JsonTypeInfo<T> type)
    {
        return Read(await SendAsync(method, path, json), path, type);
    }

    private async Task<(int Status, string Body)> SendAsync(string method, string path, string? json) => Accept(await Http.SendAsync(method, path, json));

    private static T Read<T>((int Status, string Body) answer, string path, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw new JsonException("null");
        }
        catch (JsonException fault)
        {
            throw Unreadable(answer.Status, path, fault);
        }
    }

    private static ApiException Unreadable(int status, string path, JsonException fault) =>
        new(new Problem { Status = status, Detail = $"The server's answer to {path} cannot be read: {fault.Message}" });

    // The status on the first line, the body after it.
    private (int Status, string Body) Accept(string answer)
    {
        var end = answer.IndexOf('\n', StringComparison.Ordinal);
        var status = int.Parse(answer.AsSpan(0, end), CultureInfo.InvariantCulture);
        var body = answer[(end + 1)..];
        if (status is >= 200 and < 300) return (status, body);
        if (status == 401) SignedOut?.Invoke();
        throw new ApiException(Refusal(status, body));
    }

    private static Problem Refusal(int status, string body)
    {
        if (status == 0) return new Problem { Detail = "The server does not answer. Is it still running?" };
        try
        {
            if (JsonSerializer.Deserialize(body, ApiJson.Default.Problem) is { } problem) return problem with { Status = status };
        }
        catch (JsonException)
        {
            // Not the server's own answer but a proxy's page, say: its status is all that can be told.
        }

        return new Problem { Status = status };
    }
}
