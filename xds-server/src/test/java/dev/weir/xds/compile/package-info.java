/// What comes out of documents, held against recorded files.
@NullMarked
package dev.weir.xds.compile;

import org.jspecify.annotations.NullMarked;
