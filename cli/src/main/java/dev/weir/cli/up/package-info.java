/// `weir up`: everything in one process, with Envoy as its child.
@NullMarked
package dev.weir.cli.up;

import org.jspecify.annotations.NullMarked;
