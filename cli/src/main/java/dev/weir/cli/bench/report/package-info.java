/// What a benchmark measured, the figures that follow from it, and how they are printed. Nothing
/// here starts or measures anything.
@NullMarked
package dev.weir.cli.bench.report;

import org.jspecify.annotations.NullMarked;
