/// Tests of the server over real sockets.
@NullMarked
package dev.weir.extproc.server;

import org.jspecify.annotations.NullMarked;
