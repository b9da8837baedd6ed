using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WebCap.Tests.Support;

namespace WebCap.Tests.Devices;

/// <summary>One device, over HTTP.</summary>
internal sealed class DeviceApi(HttpClient client, int minor)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public int Minor => minor;

    public string Path => $"/api/devices/{minor}";

    /// <summary>Opens a device; everything is default unless the body says otherwise.</summary>
    public static async Task<DeviceApi> OpenAsync(HttpClient client, object? body = null)
    {
        using var answer = await client.PostAsJsonAsync("/api/devices", body ?? new { }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var device = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var opened = new DeviceApi(client, device.GetProperty("minor").GetInt32());
        Assert.Equal(opened.Path, answer.Headers.Location?.ToString());
        return opened;
    }

    /// <summary>A bare device that has been attached by ioctl.</summary>
    public static async Task<DeviceApi> OpenOnAsync(HttpClient client, string networkInterface)
    {
        var device = await OpenAsync(client);
        await device.IoctlAsync("BIOCSETIF", networkInterface);
        return device;
    }

    public Task<HttpResponseMessage> SendAsync(string request, object? value = null) =>
        client.PostAsJsonAsync(Path + "/ioctl", value is null ? new { request } : (object)new { request, value }, Cancellation);

    /// <summary>A request that must succeed; what it answers.</summary>
    public async Task<JsonElement> IoctlAsync(string request, object? value = null)
    {
        using var answer = await SendAsync(request, value);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{request}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(request, body.GetProperty("request").GetString());
        return body.GetProperty("value");
    }

    /// <summary>A request that must be refused.</summary>
    public async Task<Problem> RefusedAsync(string request, object? value = null)
    {
        using var answer = await SendAsync(request, value);
        return await Problem.OfAsync(answer);
    }

    public Task<HttpResponseMessage> WriteAsync(byte[] frame)
    {
        var content = new ByteArrayContent(frame);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return client.PostAsync(Path + "/write", content, Cancellation);
    }

    /// <summary>A write that must succeed.</summary>
    public async Task<int> WrittenAsync(byte[] frame)
    {
        using var answer = await WriteAsync(frame);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancellation));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("written").GetInt32();
    }

    public async Task<Problem> WriteRefusedAsync(byte[] frame)
    {
        using var answer = await WriteAsync(frame);
        var problem = await Problem.OfAsync(answer);
        Assert.Equal("write", problem.Request);
        return problem;
    }

    public Task<HttpResponseMessage> ReadAsync(bool nonblock = true) => client.GetAsync($"{Path}/read?nonblock={nonblock}", Cancellation);

    public Task<JsonElement> ShowAsync() => client.GetFromJsonAsync<JsonElement>(Path, Cancellation);

    public Task<HttpResponseMessage> CloseAsync() => client.DeleteAsync(Path, Cancellation);
}
