/// From bytes to resources: YAML with positions, the CRDs' schemas, the records of
/// [dev.weir.model]; or the reasons why not.
@NullMarked
package dev.weir.model.document;

import org.jspecify.annotations.NullMarked;
