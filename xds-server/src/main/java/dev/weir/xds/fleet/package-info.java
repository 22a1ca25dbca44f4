/// Who is connected, what each was sent and said (the ledger), and so what moves when.
///
/// A change makes and then breaks: hosts load the new chains, the slots of the proxies move, the
/// old chains are taken from the hosts when no proxy can name them any more. Everything here
/// belongs to one thread, the owner's; time and its passing come from outside.
@NullMarked
package dev.weir.xds.fleet;

import org.jspecify.annotations.NullMarked;
