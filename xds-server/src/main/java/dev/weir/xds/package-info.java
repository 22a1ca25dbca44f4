/// The control plane's entrance: start it, publish documents, read the status.
///
/// How it works stands in the sub-packages: `store` (what was published), `compile` (documents to
/// Envoy's resources and to the hosts' chains), `stream` (one xDS stream's protocol), `fleet` (who
/// is connected, what each was sent and said, and so what moves) and `service` (gRPC). One thread
/// owns all of that state; only immutable snapshots leave it.
@NullMarked
package dev.weir.xds;

import org.jspecify.annotations.NullMarked;
