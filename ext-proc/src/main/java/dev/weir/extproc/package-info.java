/// The ext-proc host: an ext_proc gRPC server that runs chains of proxy-wasm plugins, and the xDS
/// client that tells it which chains to run.
///
/// Here stands what an embedder needs ([ExtProcHost], [Options], [ModuleSource]). How a request
/// meets its plugins: docs/decisions/0003.
@NullMarked
package dev.weir.extproc;

import org.jspecify.annotations.NullMarked;
