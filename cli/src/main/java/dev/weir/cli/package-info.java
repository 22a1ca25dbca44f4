/// The `weir` command: [Main] and what all commands share. Each command lives in the package of its
/// topic; whatever one of them starts is wired here by hand.
@NullMarked
package dev.weir.cli;

import org.jspecify.annotations.NullMarked;
