/// One ext_proc stream: the proxy's messages go through the chain, and what comes out of it becomes
/// answers, each kind of body mode in its own way. Knows no transport.
@NullMarked
package dev.weir.extproc.stream;

import org.jspecify.annotations.NullMarked;
