/// The admin interface's JSON, as records: written by the server, read by `weir get`, and for other
/// readers stable within `v1`. Names that are absent have no value.
@NullMarked
package dev.weir.cli.api;

import org.jspecify.annotations.NullMarked;
