using System.Buffers;
using System.IO.Pipelines;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Cli.Verify;

/// <summary>A history read line by line: what could be read of it, and what is wrong with the rest.</summary>
internal sealed class HistoryFile
{
    private static readonly byte[] Blanks = [.. " \t\r"u8];

    private readonly List<VerifyProblem> _problems = [];
    private int _line;

    private HistoryFile()
    {
    }

    public HistoryBuilder Builder { get; } = new();

    /// <summary>The lines that are malformed or do not fit those before, in order.</summary>
    public IReadOnlyList<VerifyProblem> Problems => _problems;

    public static async Task<HistoryFile> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var file = new HistoryFile();
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16));
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                file.Take(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (result.IsCompleted)
            {
                if (!rest.IsEmpty)
                    file.Take(rest);
                return file;
            }

            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    private void Take(ReadOnlySequence<byte> text)
    {
        _line++;
        var line = text.IsSingleSegment ? text.First : text.ToArray();
        if (line.Span.ContainsAnyExcept(Blanks))
            Take(line);
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        try
        {
            Builder.Add(HistoryFormat.Parse(line, _line));
        }
        catch (HistoryException error)
        {
            _problems.Add(new VerifyProblem(error.Line, error.Message));
        }
    }
}
