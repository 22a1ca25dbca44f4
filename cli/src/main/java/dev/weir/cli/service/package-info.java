/// The services that commands are made of, wired by hand: the control plane over a folder, the
/// ext-proc host, metrics, and the order in which all of it ends.
@NullMarked
package dev.weir.cli.service;

import org.jspecify.annotations.NullMarked;
