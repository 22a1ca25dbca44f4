/// Tests of how proxies reach hosts.
@NullMarked
package dev.weir.xds.host;

import org.jspecify.annotations.NullMarked;
