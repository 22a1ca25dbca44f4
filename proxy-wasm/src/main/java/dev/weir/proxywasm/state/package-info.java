/// State shared by plugins of one process, kept in memory: shared data, queues, metrics, the log.
@NullMarked
package dev.weir.proxywasm.state;

import org.jspecify.annotations.NullMarked;
