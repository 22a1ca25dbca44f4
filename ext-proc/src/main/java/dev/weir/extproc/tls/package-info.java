/// The certificate that a host shows to proxies, and how a new one takes its place while it serves.
@NullMarked
package dev.weir.extproc.tls;

import org.jspecify.annotations.NullMarked;
