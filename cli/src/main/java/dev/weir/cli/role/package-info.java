/// The two services as processes of their own: `weir xds-server` and `weir ext-proc`.
@NullMarked
package dev.weir.cli.role;

import org.jspecify.annotations.NullMarked;
