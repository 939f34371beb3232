namespace AkkaGrid.Charging;

/// <summary>The settings of Akka that charging relies on.</summary>
internal static class ChargingHocon
{
    public const string Text = """
        akka.actor {
          serializers.akkagrid-charging = "AkkaGrid.Charging.Wire.ChargingSerializer, AkkaGrid.Charging"
          serialization-bindings {
            "AkkaGrid.Core.Charging.IChargingMessage, AkkaGrid.Core" = akkagrid-charging
          }
        }
        akka.cluster {
          singleton {
            hand-over-retry-interval = 200ms
            min-number-of-hand-over-retries = 50
          }
          singleton-proxy {
            singleton-identification-interval = 200ms
            # Only announcements go through the proxy; gateways repeat them.
            buffer-size = 10
            log-singleton-identification-failure = off
          }
          pub-sub.gossip-interval = 200ms
        }
        """;
}
