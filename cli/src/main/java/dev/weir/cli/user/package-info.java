/// What the command has in common with whoever calls it: failures that he can put right, and the
/// folder of his that it may fill.
@NullMarked
package dev.weir.cli.user;

import org.jspecify.annotations.NullMarked;
