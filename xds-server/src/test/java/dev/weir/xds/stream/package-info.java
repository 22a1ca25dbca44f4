/// The delta stream against clients that keep the protocol, break it, and remember as Envoy does.
@NullMarked
package dev.weir.xds.stream;

import org.jspecify.annotations.NullMarked;
