/// What the control plane needs to know of modules, and whom it asks.
@NullMarked
package dev.weir.xds.module;

import org.jspecify.annotations.NullMarked;
