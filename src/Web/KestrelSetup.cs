using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WebCap.Configuration;
using WebCap.Security;
using WebCap.Storage;

namespace WebCap;

/// <summary>Where the server listens, and its bounds.</summary>
internal static class KestrelSetup
{
    // What clients send is small: settings, filters, a token.
    private const int MaxRequestBodyBytes = 64 * 1024;

    private static readonly TimeSpan RequestHeadersTimeout = TimeSpan.FromSeconds(15);

    public static IWebHostBuilder UseWebCapKestrel(this IWebHostBuilder host, WebCapOptions options)
    {
        var (certificate, chain) = LoadCertificate(options);
        return host.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options, certificate, chain));
    }

    private static void Configure(
        KestrelServerOptions kestrel, WebCapOptions options, X509Certificate2? certificate, X509Certificate2Collection chain)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = Strangers.MostSockets(options);
        // Half, so that live views cannot take all the connections from the page and the API.
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.Connections / 2;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = RequestHeadersTimeout;
        kestrel.Listen(options.Address, listen =>
        {
            listen.Use(kestrel.ApplicationServices.GetRequiredService<Strangers>().Watch);
            if (certificate is null)
            {
                // Without TLS a client cannot ask for HTTP/2 in a way that browsers use.
                listen.Protocols = HttpProtocols.Http1;
                return;
            }

            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ServerCertificateChain = chain;
            });
        });
    }

    private static (X509Certificate2? Certificate, X509Certificate2Collection Chain) LoadCertificate(WebCapOptions options)
    {
        X509Certificate2Collection chain = [];
        if (options.TlsCertificate is null) return (null, chain);
        try
        {
            chain.ImportFromPemFile(options.TlsCertificate);
            return (X509Certificate2.CreateFromPemFile(options.TlsCertificate, options.TlsKey), chain);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartException($"The certificate {options.TlsCertificate} or its key {options.TlsKey} cannot be used: {fault.Message}", fault);
        }
    }
}
