package dev.weir.xds.service;

import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.List;
import java.util.Optional;

/// One stream, as the callbacks of others see it: by a number, with the type that the service
/// implies (empty for ADS), as java-control-plane calls them.
final class Listeners {
  private final List<DiscoveryServerCallbacks> callbacks;
  private final long stream;
  private final String typeUrl;
  private DeltaDiscoveryRequest last = DeltaDiscoveryRequest.getDefaultInstance();

  Listeners(List<DiscoveryServerCallbacks> callbacks, long stream, Optional<String> onlyType) {
    this.callbacks = callbacks;
    this.stream = stream;
    this.typeUrl = onlyType.orElse("");
  }

  void opened() throws RequestException {
    for (DiscoveryServerCallbacks each : callbacks) {
      each.onStreamOpen(stream, typeUrl);
    }
  }

  void requested(DeltaDiscoveryRequest request) throws RequestException {
    last = request;
    for (DiscoveryServerCallbacks each : callbacks) {
      each.onV3StreamDeltaRequest(stream, request);
    }
  }

  void responded(DeltaDiscoveryResponse response) {
    callbacks.forEach(each -> each.onV3StreamDeltaResponse(stream, last, response));
  }

  void closed() {
    callbacks.forEach(each -> each.onStreamClose(stream, typeUrl));
  }

  void closedWith(Throwable error) {
    callbacks.forEach(each -> each.onStreamCloseWithError(stream, typeUrl, error));
  }
}
