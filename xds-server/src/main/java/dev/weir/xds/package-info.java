/// The control plane's public face: start it, publish documents, read what the fleet does with
/// them.
///
/// How it works stands in the sub-packages: `store` (what is to be served), `stream` (one xDS
/// stream's protocol), `ledger` (what each proxy was sent and said), `compile` (documents to
/// Envoy's resources), `rollout` (which revision is served where) and `service` (gRPC). One thread
/// owns all of that state; only immutable snapshots leave it.
@NullMarked
package dev.weir.xds;

import org.jspecify.annotations.NullMarked;
