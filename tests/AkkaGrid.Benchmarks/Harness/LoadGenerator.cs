using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaGrid.Benchmarks.Harness;

/// <summary>
/// Puts an HTTP server under load: some connections that are kept open, on each one request at a time, as bytes that
/// are made beforehand. It costs little itself, for it shares the machine with what it measures.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly List<Connection> _connections = [];

    private LoadGenerator()
    {
    }

    /// <summary>How many bytes of answers have come so far.</summary>
    public long AnswerBytes => _connections.Sum(connection => connection.AnswerBytes);

    /// <summary>Opens connections to a server on this machine.</summary>
    public static async Task<LoadGenerator> ConnectAsync(int port, int connections)
    {
        var load = new LoadGenerator();
        for (var i = 0; i < connections; i++)
            load._connections.Add(await Connection.OpenAsync(port));
        return load;
    }

    /// <summary>The bytes of a request.</summary>
    public static byte[] Request(string method, string path, byte[]? body = null, string headers = "")
    {
        var length = body is null ? "" : $"Content-Length: {body.Length}\r\nContent-Type: application/octet-stream\r\n";
        return
        [
            .. Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}{length}\r\n"),
            .. body ?? []
        ];
    }

    /// <summary>Sends a request over one connection.</summary>
    /// <returns>The lines of the answer's head: the status, then the headers.</returns>
    public async Task<IReadOnlyList<string>> HeadAsync(byte[] request)
    {
        var answer = Encoding.ASCII.GetString((await _connections[0].CallAsync(request)).Span);
        return answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n");
    }

    /// <summary>Sends requests over all connections, until as many are answered as asked.</summary>
    /// <param name="count">How many.</param>
    /// <param name="requests">The requests, taken in turn.</param>
    /// <returns>How long it took.</returns>
    /// <exception cref="TimeoutException">It takes longer than any row may.</exception>
    public async Task<TimeSpan> RunAsync(int count, IReadOnlyList<byte[]> requests)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(_connections.Select(connection => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                await connection.CallAsync(requests[i % requests.Count]);
        }))).WaitAsync(Patience);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.ForEach(connection => connection.Dispose());

    private sealed class Connection(Socket socket) : IDisposable
    {
        private static readonly byte[] EndOfChunks = "0\r\n\r\n"u8.ToArray();

        private readonly byte[] _buffer = new byte[64 * 1024];

        public long AnswerBytes { get; private set; }

        public static async Task<Connection> OpenAsync(int port)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            return new Connection(socket);
        }

        /// <summary>Sends a request and takes the whole answer, which stands until the next call.</summary>
        public async ValueTask<ReadOnlyMemory<byte>> CallAsync(ReadOnlyMemory<byte> request)
        {
            await socket.SendAsync(request);
            var length = 0;
            do
            {
                var read = await socket.ReceiveAsync(_buffer.AsMemory(length));
                if (read == 0)
                    throw new IOException("The server has closed the connection");
                length += read;
            }
            while (!IsWhole(_buffer.AsSpan(0, length)));
            AnswerBytes += length;
            return _buffer.AsMemory(0, length);
        }

        public void Dispose() => socket.Dispose();

        private static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            var end = answer.IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return false;
            if (!answer.StartsWith("HTTP/1.1 200 "u8))
                throw new IOException(Encoding.ASCII.GetString(answer));
            var head = answer[..(end + 2)];
            var start = head.IndexOf("\r\nContent-Length: "u8);
            if (start < 0)
                return answer.EndsWith(EndOfChunks);
            var digits = head[(start + "\r\nContent-Length: "u8.Length)..];
            return answer.Length == end + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')], provider: null);
        }
    }
}
