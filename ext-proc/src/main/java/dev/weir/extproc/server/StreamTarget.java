package dev.weir.extproc.server;

import dev.weir.extproc.stream.Terms;

/// What a proxy says of a stream as it opens it.
///
/// @param chain `<name>` or `<name>@<revision>`; empty if it names none
/// @param terms what it tells of its filter
record StreamTarget(String chain, Terms terms) {}
