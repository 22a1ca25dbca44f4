/// What a module is before it runs: its shape read from the bytes, the types of what it imports and
/// exports, and why it may be refused. Nothing here compiles or runs anything.
@NullMarked
package dev.weir.engine.module;

import org.jspecify.annotations.NullMarked;
