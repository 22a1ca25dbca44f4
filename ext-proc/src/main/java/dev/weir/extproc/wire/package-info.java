/// ext_proc on the wire: messages of the proxy read by field number into the host's own layout, and
/// answers composed as bytes.
///
/// Hand-written because the hot path reads each request once and builds no message objects, and
/// because fields newer than the generated stubs are then ordinary (decision 0003). Which answer is
/// legal when is not known here; see the stream package.
@NullMarked
package dev.weir.extproc.wire;

import org.jspecify.annotations.NullMarked;
