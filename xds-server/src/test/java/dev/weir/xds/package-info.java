/// The control plane as a whole, against a real Envoy where `ENVOY` names one.
@NullMarked
package dev.weir.xds;

import org.jspecify.annotations.NullMarked;
