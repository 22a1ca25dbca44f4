/// An assembler for the WebAssembly text format, so that the guests of tests stand in the tests.
///
/// It knows the part of the format that such guests need: one module, functions in flat or folded
/// form, named or numbered items, the numeric, memory, table and control instructions of version 1
/// with bulk memory. It does not check types; the engine under test does.
@NullMarked
package dev.weir.engine.wat;

import org.jspecify.annotations.NullMarked;
