/// Calls to real servers on loopback.
@NullMarked
package dev.weir.extproc.upstream;

import org.jspecify.annotations.NullMarked;
