/// One delta xDS stream's protocol: subscriptions, nonces, ACK and NACK. Knows no gRPC, no proxies
/// and no documents.
///
/// Rules of the protocol are quoted from the xDS specification ("xDS REST and gRPC protocol",
/// Incremental xDS); what Envoy does beyond it is said where it decided something.
@NullMarked
package dev.weir.xds.stream;

import org.jspecify.annotations.NullMarked;
