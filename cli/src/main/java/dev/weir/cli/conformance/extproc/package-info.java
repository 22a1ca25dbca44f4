/// The conformance cases of ext_proc: what the probe behind Weir does to an exchange in each way in
/// which an Envoy can be set up to ask it.
///
/// A case is data: messages, a script for the probe, and for each mode what must follow. The modes
/// are listeners of one Envoy, written from data as well, not by Weir's xDS server: a proxy that
/// somebody else has configured must be served as well.
@NullMarked
package dev.weir.cli.conformance.extproc;

import org.jspecify.annotations.NullMarked;
