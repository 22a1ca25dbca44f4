/// The meaning of a document that its schema has completed and found right: the rules that a schema
/// cannot say, and the record.
@NullMarked
package dev.weir.model.resolve;

import org.jspecify.annotations.NullMarked;
