/// The host as a client of the xDS server: which chains to run, and what became of them.
@NullMarked
package dev.weir.extproc.xds;

import org.jspecify.annotations.NullMarked;
