/// Documents to Envoy's resources and to the hosts' filter chains. Pure functions: equal input
/// gives equal bytes on every replica; nothing here knows streams, proxies or what was sent before.
@NullMarked
package dev.weir.xds.compile;

import org.jspecify.annotations.NullMarked;
