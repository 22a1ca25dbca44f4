/// What became of one ext_proc stream, for those who count, log or trace it. Whoever writes a
/// record is the stream's lane; whoever reads it is a [StreamSink].
@NullMarked
package dev.weir.extproc.record;

import org.jspecify.annotations.NullMarked;
