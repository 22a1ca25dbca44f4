/// The fleet with clients and a clock that tests move.
@NullMarked
package dev.weir.xds.fleet;

import org.jspecify.annotations.NullMarked;
