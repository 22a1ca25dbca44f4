/// The conformance cases: what a module sees and causes, row by row, in Weir and in Envoy's own VM.
///
/// A case is data: a request, an answer of the upstream, and a script for the probe module
/// (`filters/probe`). Its outcome is text, so that an expectation, a difference between two hosts
/// and a row of the generated document are the same thing.
@NullMarked
package dev.weir.cli.conformance;

import org.jspecify.annotations.NullMarked;
