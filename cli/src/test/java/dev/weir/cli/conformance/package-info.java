@NullMarked
package dev.weir.cli.conformance;

import org.jspecify.annotations.NullMarked;
