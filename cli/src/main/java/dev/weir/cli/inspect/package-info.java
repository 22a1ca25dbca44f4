/// `weir inspect`: what a module is, without running it.
@NullMarked
package dev.weir.cli.inspect;

import org.jspecify.annotations.NullMarked;
