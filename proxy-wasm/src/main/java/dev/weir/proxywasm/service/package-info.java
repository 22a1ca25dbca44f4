/// What a host lends to its plugins: time, log, metrics, shared state, upstreams.
///
/// Interfaces and their records only; the in-memory implementations are in `state`.
@NullMarked
package dev.weir.proxywasm.service;

import org.jspecify.annotations.NullMarked;
