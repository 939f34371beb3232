using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>
/// A proxy with the example of its settings, in front of one node; only addresses and the certificate are other ones.
/// </summary>
internal sealed class ProxyProcess : IDisposable
{
    /// <summary>What the examples call the grid.</summary>
    public const string Host = "grid.example.org";

    private static readonly string Examples = Path.Combine(Repository.Root, "docker", "proxy");

    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate = SelfSigned();
    private readonly int _port = ReservedPorts.Take(1)[0];
    private readonly Process _process;

    private ProxyProcess(Func<ProxyProcess, ProcessStartInfo> start)
    {
        File.WriteAllText(CertificateFile, _certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, _certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _process = Process.Start(start(this))!;
        Http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    shown?.GetCertHashString() == _certificate.GetCertHashString()
            },
        })
        {
            BaseAddress = new Uri(Origin),
        };
    }

    /// <summary>Calls the proxy by its name.</summary>
    public HttpClient Http { get; }

    /// <summary>The origin of the pages behind it.</summary>
    public string Origin => string.Create(CultureInfo.InvariantCulture, $"https://{Host}:{_port}");

    private string CertificateFile => Path.Combine(_folder.Path, "certificate.pem");

    private string KeyFile => Path.Combine(_folder.Path, "key.pem");

    /// <summary>Starts a proxy, skips the test where it is not installed.</summary>
    /// <param name="program"><c>nginx</c> or <c>caddy</c>.</param>
    /// <param name="node">The port of the node.</param>
    public static async Task<ProxyProcess> StartAsync(string program, int node)
    {
        Skip.If(
            Tool.Find(program) is null, $"There is no {program} on the PATH; Debian has it in the package {program}.");
        var proxy = new ProxyProcess(it => program == "nginx" ? it.Nginx(node) : it.Caddy(node));
        await Eventually.True(proxy.AnswersAsync, $"{program} answers");
        return proxy;
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _certificate.Dispose();
        _folder.Dispose();
    }

    private ProcessStartInfo Nginx(int node)
    {
        var folder = _folder.Path;
        Write("site.conf", Example("nginx.conf", node)
            .Replace(
                "listen 443 ",
                string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{_port} "),
                StringComparison.Ordinal)
            .Replace($"/etc/nginx/tls/{Host}.pem", CertificateFile, StringComparison.Ordinal)
            .Replace($"/etc/nginx/tls/{Host}.key", KeyFile, StringComparison.Ordinal));
        Write("main.conf", $$"""
            pid {{folder}}/nginx.pid; error_log {{folder}}/error.log; daemon off; master_process off;
            events {}
            http {
              access_log off;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
              include {{folder}}/site.conf;
            }
            """);
        return new ProcessStartInfo(
            "nginx", ["-e", Path.Combine(folder, "error.log"), "-p", folder, "-c", Path.Combine(folder, "main.conf")]);
    }

    private ProcessStartInfo Caddy(int node)
    {
        // Without HTTP/3, because the port is reserved for TCP only.
        const string Options = "{\n\tadmin off\n\tauto_https disable_redirects\n\tservers {\n\t\tprotocols h1 "
            + "h2\n\t}\n\tlog {\n\t\tlevel ERROR\n\t}\n}\n";
        Write("Caddyfile", Options + Example("Caddyfile", node)
            .Replace(
                $"{Host} {{",
                $"{Origin} {{\n\tbind 127.0.0.1\n\ttls {CertificateFile} {KeyFile}",
                StringComparison.Ordinal));
        return new ProcessStartInfo(
            "caddy", ["run", "--config", Path.Combine(_folder.Path, "Caddyfile"), "--adapter", "caddyfile"])
        {
            Environment = { ["XDG_DATA_HOME"] = _folder.Path, ["XDG_CONFIG_HOME"] = _folder.Path },
        };
    }

    private static string Example(string file, int node)
    {
        var text = File.ReadAllText(Path.Combine(Examples, file));
        foreach (var port in (string[])["5000", "5001", "5002"])
            text = text.Replace(
                $"127.0.0.1:{port}",
                string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{node}"),
                StringComparison.Ordinal);
        return text;
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.Path, file), text);

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException("The proxy has ended.");
        try
        {
            return (await Http.GetAsync("/health/ready/store")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // The name of the example is in no DNS.
    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
