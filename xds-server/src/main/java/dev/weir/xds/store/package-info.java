/// What was published: per document the newest version and the last good one.
@NullMarked
package dev.weir.xds.store;

import org.jspecify.annotations.NullMarked;
