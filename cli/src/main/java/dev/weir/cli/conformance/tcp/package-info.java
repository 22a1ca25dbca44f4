/// The two ends of a TCP connection through the proxy: the client in front of it and the server
/// behind it, which do what a case says and remember what they saw.
@NullMarked
package dev.weir.cli.conformance.tcp;

import org.jspecify.annotations.NullMarked;
