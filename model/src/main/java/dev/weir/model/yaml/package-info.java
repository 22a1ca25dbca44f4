/// YAML text to JSON trees that remember their lines. Knows nothing of resources.
///
/// What YAML has and JSON has not (tags, merge keys, infinities, keys that are not text, aliases
/// into themselves) is refused.
@NullMarked
package dev.weir.model.yaml;

import org.jspecify.annotations.NullMarked;
