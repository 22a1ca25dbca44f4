/// What the fleet does with the documents, as immutable records.
@NullMarked
package dev.weir.xds.status;

import org.jspecify.annotations.NullMarked;
