/// A CustomResourceDefinition as what it is in the Kubernetes API: the judge of a document. Knows
/// nothing of what the fields mean.
@NullMarked
package dev.weir.model.schema;

import org.jspecify.annotations.NullMarked;
