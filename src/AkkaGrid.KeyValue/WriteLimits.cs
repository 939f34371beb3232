using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue;

/// <summary>The limits of a single write.</summary>
internal static class WriteLimits
{
    /// <exception cref="TooLargeException">The request is beyond a limit.</exception>
    public static void ThrowIfTooLarge(this WriteRequest request, KeyValueOptions options)
    {
        var mutations = request.Mutations;
        if (mutations.Length > options.MaxBatchKeys)
            throw new TooLargeException(
                $"A batch changes at most {options.MaxBatchKeys} keys; these are {mutations.Length}");
        if (mutations.Any(mutation => mutation.Value?.Bytes.Length > options.MaxValueBytes))
            throw new TooLargeException($"A value has at most {options.MaxValueBytes} bytes");
        if (mutations.Sum(mutation => (long)mutation.Bytes) > options.MaxBatchBytes)
            throw new TooLargeException($"A batch has at most {options.MaxBatchBytes} bytes");
    }
}
