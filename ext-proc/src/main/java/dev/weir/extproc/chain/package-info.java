/// Plugins over one exchange: requests forward, responses in reverse, each plugin holding what
/// comes after it and nothing else.
///
/// Follows Envoy's filter manager, so that a plugin meets the order of callbacks it was written
/// for. Knows nothing of ext_proc: what leaves the last plugin goes to an [Outlet].
@NullMarked
package dev.weir.extproc.chain;

import org.jspecify.annotations.NullMarked;
