package dev.weir.xds.stream;

import com.google.protobuf.Any;
import java.util.List;

/// A client's `error_detail`.
///
/// @param details typed detail, as far as the client sent any
public record Rejection(String message, List<Any> details) {
  public Rejection {
    details = List.copyOf(details);
  }
}
