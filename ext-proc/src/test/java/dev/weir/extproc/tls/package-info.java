/// Tests of a server's certificates.
@NullMarked
package dev.weir.extproc.tls;

import org.jspecify.annotations.NullMarked;
