/// Modules for the two services that need them: what the xds-server asks about a module, and what
/// an ext-proc host loads.
@NullMarked
package dev.weir.cli.module;

import org.jspecify.annotations.NullMarked;
