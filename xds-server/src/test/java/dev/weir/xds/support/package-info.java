/// What several tests of this module need.
@NullMarked
package dev.weir.xds.support;

import org.jspecify.annotations.NullMarked;
