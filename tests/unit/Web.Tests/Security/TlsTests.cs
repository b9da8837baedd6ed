using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Security;
using WebCap.Storage;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

public sealed class TlsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithACertificateTheCookieIsBoundToTheHostAndToTls()
    {
        using var folder = new TemporaryFolder();
        var (certificate, key) = Create(folder);
        await using var server = await TestServer.StartAsync(options => options with { TlsCertificate = certificate, TlsKey = key });
        Assert.Equal(Uri.UriSchemeHttps, server.Address.Scheme);
        using var handler = new HttpClientHandler { UseCookies = false, ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var client = new HttpClient(handler) { BaseAddress = server.Address, DefaultRequestVersion = HttpVersion.Version20 };
        client.DefaultRequestHeaders.Add("Origin", server.Origin);
        using var answer = await client.PostAsJsonAsync("/api/session", new { token = server.Token }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpVersion.Version20, answer.Version);
        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-WebCap-", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ACertificateThatCannotBeUsedIsNamedAtTheStart()
    {
        using var folder = new TemporaryFolder();
        var (certificate, _) = Create(folder);
        var nonsense = folder.File("nonsense.pem");
        await File.WriteAllTextAsync(nonsense, "nonsense", Cancellation);
        foreach (var (chain, key) in new[] { (certificate, nonsense), (nonsense, nonsense) })
        {
            var fault = await Assert.ThrowsAsync<StartException>(() => TestServer.StartAsync(options => options with { TlsCertificate = chain, TlsKey = key }));
            Assert.Contains(chain, fault.Message, StringComparison.Ordinal);
        }
    }

    // The bound stands in front of TLS: who never ends a handshake takes nobody's place either (R20).
    [Fact]
    public async Task HalfOpenHandshakesGiveWayToThoseWhoSignIn()
    {
        using var folder = new TemporaryFolder();
        var (certificate, key) = Create(folder);
        await using var server = await TestServer.StartAsync(options => options with { TlsCertificate = certificate, TlsKey = key, Connections = 16 });
        List<TcpClient> open = [];
        try
        {
            for (var count = 0; count < 200; count++)
            {
                var silent = new TcpClient();
                open.Add(silent);
                await silent.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
                // Nothing, or what a ClientHello of 512 bytes begins with.
                if (count % 2 == 1) await silent.GetStream().WriteAsync(new byte[] { 22, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3 }, Cancellation);
            }

            // Half of the bound may wait; all before them have given way.
            foreach (var gone in open[..^8]) Assert.True(await gone.IsClosedAsync());
            using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
            using var client = new HttpClient(handler) { BaseAddress = server.Address };
            client.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
            using var answer = await client.GetAsync("/api/session", Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(server.Services.GetRequiredService<Strangers>().Closed > 0);
        }
        finally
        {
            foreach (var silent in open) silent.Dispose();
        }
    }

    private static (string Certificate, string Key) Create(TemporaryFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (certificateFile, keyFile) = (folder.File("certificate.pem"), folder.File("key.pem"));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }
}
