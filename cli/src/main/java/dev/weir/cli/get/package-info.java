/// `weir get`: asks the admin interface and prints what it says.
@NullMarked
package dev.weir.cli.get;

import org.jspecify.annotations.NullMarked;
