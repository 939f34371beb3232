using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AkkaGrid.Core.Verification;

/// <summary>The text form of a history: one JSON object per operation and line.</summary>
public static class HistoryFormat
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads one line.</summary>
    /// <param name="text">The line, UTF-8.</param>
    /// <param name="line">Its number, from 1.</param>
    /// <exception cref="HistoryException">It is not of the format.</exception>
    public static Operation Parse(ReadOnlyMemory<byte> text, int line)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return OperationReader.Read(document.RootElement) with { Line = line };
        }
        catch (JsonException error)
        {
            throw new HistoryException("it is not JSON: " + error.Message, line, error);
        }
        catch (InvalidOperationException error)
        {
            // Half of a surrogate pair, escaped.
            throw new HistoryException("it holds what is no text: " + error.Message, line, error);
        }
        catch (FormatException error)
        {
            throw new HistoryException(error.Message, line, error);
        }
    }

    /// <summary>Writes an operation as one line, without its end.</summary>
    public static string Format(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
            OperationWriter.Write(json, operation);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
