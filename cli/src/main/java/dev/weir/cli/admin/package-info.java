/// Weir's admin interface: health, metrics, and the status of plugins, proxies and hosts as JSON.
/// Read-only, plain HTTP, on the loopback interface by default.
@NullMarked
package dev.weir.cli.admin;

import org.jspecify.annotations.NullMarked;
