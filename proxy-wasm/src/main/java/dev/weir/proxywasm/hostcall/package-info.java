/// The functions that a module imports from `env`, one class per chapter of the specification.
///
/// Each reads its raw arguments from the call, acts on the context that the VM names, and answers a
/// status. None blocks.
@NullMarked
package dev.weir.proxywasm.hostcall;

import org.jspecify.annotations.NullMarked;
