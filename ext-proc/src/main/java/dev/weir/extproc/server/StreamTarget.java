package dev.weir.extproc.server;

import dev.weir.extproc.stream.Terms;

/// What a proxy says of a stream as it opens it.
///
/// @param chain `<name>` or `<name>@<revision>`; empty if it names none
/// @param name of the chain without its revision
/// @param revision empty if it names none
/// @param terms what it tells of its filter
record StreamTarget(String chain, String name, String revision, Terms terms) {
  static StreamTarget of(String chain, Terms terms) {
    int at = chain.lastIndexOf('@');
    return at < 0
        ? new StreamTarget(chain, chain, "", terms)
        : new StreamTarget(chain, chain.substring(0, at), chain.substring(at + 1), terms);
  }
}
