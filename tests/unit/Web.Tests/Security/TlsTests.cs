using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WebCap.Storage;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

public sealed class TlsTests
{
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
        using var answer = await client.PostAsJsonAsync("/api/session", new { token = server.Token }, TestContext.Current.CancellationToken);
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
        await File.WriteAllTextAsync(nonsense, "nonsense", TestContext.Current.CancellationToken);
        foreach (var (chain, key) in new[] { (certificate, nonsense), (nonsense, nonsense) })
        {
            var fault = await Assert.ThrowsAsync<StartException>(() => TestServer.StartAsync(options => options with { TlsCertificate = chain, TlsKey = key }));
            Assert.Contains(chain, fault.Message, StringComparison.Ordinal);
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
