/// `weir bench`: the command; what it measures is in the packages below.
@NullMarked
package dev.weir.cli.bench;

import org.jspecify.annotations.NullMarked;
