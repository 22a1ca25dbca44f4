/// Weir from outside: real Envoys, real modules, real processes.
///
/// Nothing here tests a class of Weir; what is checked is what a client, an upstream or an operator
/// sees.
@NullMarked
package dev.weir.e2e;

import org.jspecify.annotations.NullMarked;
