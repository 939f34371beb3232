using Xunit.Abstractions;
using Xunit.Sdk;

namespace AkkaGrid.Testing;

/// <summary>xunit, with the trait <c>Speed=Fast</c> on each test whose class does not say <c>Speed=Slow</c>.</summary>
public sealed class SpeedFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(IAssemblyInfo assemblyInfo) =>
        new Discoverer(assemblyInfo, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Discoverer(IAssemblyInfo assembly, ISourceInformationProvider sources, IMessageSink messages)
        : XunitTestFrameworkDiscoverer(assembly, sources, messages)
    {
        protected override bool FindTestsForType(
            ITestClass testClass,
            bool includeSourceInformation,
            IMessageBus messageBus,
            ITestFrameworkDiscoveryOptions discoveryOptions)
        {
            using var bus = new FastUnlessSlow(messageBus);
            return base.FindTestsForType(testClass, includeSourceInformation, bus, discoveryOptions);
        }
    }

    private sealed class FastUnlessSlow(IMessageBus bus) : IMessageBus
    {
        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is ITestCaseDiscoveryMessage { TestCase.Traits: var traits })
                traits.TryAdd("Speed", ["Fast"]);
            return bus.QueueMessage(message);
        }

        public void Dispose()
        {
            // The bus belongs to the caller.
        }
    }
}
