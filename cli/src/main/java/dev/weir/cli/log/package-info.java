/// Where log lines go and how they look. The only package that knows the logging back end.
@NullMarked
package dev.weir.cli.log;

import org.jspecify.annotations.NullMarked;
