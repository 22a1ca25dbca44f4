/// From plugins' terms to ext_proc's and back: header edits to mutations, attributes to properties,
/// local responses to immediate ones.
@NullMarked
package dev.weir.extproc.mapping;

import org.jspecify.annotations.NullMarked;
