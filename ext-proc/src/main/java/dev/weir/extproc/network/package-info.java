/// One network ext_proc stream: the data of one TCP connection goes through the chain, and what
/// comes out of it becomes answers. Knows no transport.
///
/// Answers what Envoy's filter makes necessary: it injects every answer, forgets the data that it
/// sent, never looks at `data_processing_status`, and keeps the connection from closing until each
/// message has its answer. So each message gets exactly one, data always travels back, and what
/// plugins hold back stays here.
@NullMarked
package dev.weir.extproc.network;

import org.jspecify.annotations.NullMarked;
