using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Http.Access;
using AkkaGrid.Node.Http.Contracts;
using AkkaGrid.Node.Http.KeyValue;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AkkaGrid.Node.Http;

/// <summary>The settings that all routes share: JSON, limits, and errors as problem details.</summary>
internal static class Edge
{
    // A batch may carry several values, and base64 makes each a third longer.
    private const int BodyPerValue = 4;
    private const int MinBody = 4 * 1024 * 1024;

    /// <summary>Adds the services that every route needs.</summary>
    public static IServiceCollection AddEdge(this IServiceCollection services, NodeOptions options)
    {
        services.AddRouting();
        services.TryAddSingleton(options);
        JsonCompression.Add(services);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Math.Max(MinBody, (long)options.KeyValue.MaxValueBytes * BodyPerValue);
        });
        return services;
    }

    /// <summary>Adds the middleware that every request passes through.</summary>
    public static void UseEdge(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseMiddleware<NewlineMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<ForeignRequests>();
        app.UseMiddleware<RawKeyMiddleware>();
        app.UseMiddleware<ContractMiddleware>();
        app.UseKeyCalls();
        app.UseRouting();
    }

    // The generated contracts come first; types without one, such as problem details, are serialized by reflection.
    private static void Configure(JsonSerializerOptions json)
    {
        var contracts = GridJson.Default.Options;
        json.PropertyNamingPolicy = contracts.PropertyNamingPolicy;
        json.DefaultIgnoreCondition = contracts.DefaultIgnoreCondition;
        json.RespectNullableAnnotations = contracts.RespectNullableAnnotations;
        json.RespectRequiredConstructorParameters = contracts.RespectRequiredConstructorParameters;
        json.AllowDuplicateProperties = contracts.AllowDuplicateProperties;
        json.TypeInfoResolverChain.Clear();
        json.TypeInfoResolverChain.Add(GridJson.Default);
        json.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
    }
}
