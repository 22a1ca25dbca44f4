@NullMarked
package dev.weir.cli.conformance.extproc;

import org.jspecify.annotations.NullMarked;
