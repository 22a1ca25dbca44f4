/// A load generator and an origin for it: HTTP/1.1 on one event loop each, as little CPU per
/// request as Netty allows. Knows nothing of Envoy or of what is compared.
@NullMarked
package dev.weir.cli.bench.load;

import org.jspecify.annotations.NullMarked;
