/// A folder of documents as the source of resources: reading it whole, and noticing changes in it
/// and in the modules that it names.
@NullMarked
package dev.weir.cli.folder;

import org.jspecify.annotations.NullMarked;
