package dev.weir.extproc.answer;

import dev.weir.extproc.wire.Slice;
import dev.weir.extproc.wire.WireWriter;

/// One header to write: in place of all entries of its name, or as a further entry.
public record SetHeader(Slice name, Slice value, Placing placing) {
  /// `HeaderValueOption`.
  private static final int HEADER = 1;

  private static final int APPEND = 2;
  private static final int APPEND_ACTION = 3;
  private static final int KEEP_EMPTY_VALUE = 4;
  private static final int OVERWRITE_IF_EXISTS_OR_ADD = 2;

  /// `HeaderValue`. Envoy has read `raw_value` only since 1.32; `value` would be an empty header.
  private static final int KEY = 1;

  private static final int RAW_VALUE = 3;

  /// How a header meets entries of the same name.
  public enum Placing {
    OVERWRITE,
    APPEND
  }

  /// Envoy reads the deprecated `append` only, agentgateway `append_action` only, and their
  /// defaults are opposite: so both stand there, and agree.
  void writeTo(WireWriter out) {
    if (value.isEmpty()) {
      out.number(KEEP_EMPTY_VALUE, 1);
    }
    int append = out.written();
    switch (placing) {
      case OVERWRITE -> {
        out.number(APPEND_ACTION, OVERWRITE_IF_EXISTS_OR_ADD);
        append = out.written();
      }
      case APPEND -> out.number(1, 1);
    }
    out.wrap(APPEND, append);
    int header = out.written();
    out.bytes(RAW_VALUE, value.array(), value.offset(), value.length());
    out.bytes(KEY, name.array(), name.offset(), name.length());
    out.wrap(HEADER, header);
  }
}
