/// `weir doctor`: what a proxy that somebody else configures lacks for the chains that it names.
///
/// [EnvoyDump] reads Envoy's own account of its configuration; each `…Check` compares one part of a
/// filter with what its chain needs. Nothing here changes a proxy.
@NullMarked
package dev.weir.cli.doctor;

import org.jspecify.annotations.NullMarked;
