using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace AkkaGrid.Node.Http;

/// <summary>
/// Compresses JSON for clients that accept it. Values are returned byte for byte as they were written.
/// </summary>
internal sealed class JsonCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    private static readonly string[] MediaTypes = ["application/json", "application/problem+json"];

    /// <summary>Adds the services of ASP.NET's compression middleware.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IResponseCompressionProvider, JsonCompression>();
        services.AddResponseCompression(compression => compression.MimeTypes = MediaTypes);
    }

    /// <summary>Whether a content type is that of our JSON.</summary>
    public static bool IsJson(string? contentType) =>
        contentType is not null
        && Array.Exists(MediaTypes, type => contentType.StartsWith(type, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is null && base.ShouldCompressResponse(context);
}
