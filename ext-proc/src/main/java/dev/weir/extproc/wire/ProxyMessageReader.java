package dev.weir.extproc.wire;

import dev.weir.extproc.wire.ProxyMessage.FlowControl;
import dev.weir.extproc.wire.ProxyMessage.Marks;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.ProxyMessage.Protocol;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one `envoy.service.ext_proc.v3.ProcessingRequest`; header maps and body chunks are slices
/// of the message's own bytes. Unknown fields are passed over.
public final class ProxyMessageReader {
  private static final int REQUEST_HEADERS = 2;
  private static final int RESPONSE_HEADERS = 3;
  private static final int REQUEST_BODY = 4;
  private static final int RESPONSE_BODY = 5;
  private static final int REQUEST_TRAILERS = 6;
  private static final int RESPONSE_TRAILERS = 7;
  private static final int METADATA_CONTEXT = 8;
  private static final int ATTRIBUTES = 9;
  private static final int OBSERVABILITY_MODE = 10;
  private static final int PROTOCOL_CONFIG = 11;
  private static final int FLOW_CONTROL_INIT = 12;
  private static final int CLIENT_WINDOW_UPDATE = 13;

  /// Bound on entries of one header map; far above what proxies let through.
  private static final int MAX_HEADERS = 10_000;

  private final WireReader in;
  private Part part = new Part.None();
  private @Nullable Protocol protocol;
  private Attributes attributes = Attributes.NONE;
  private Slice dynamicMetadata = Slice.empty();
  private FlowControl flowControl = FlowControl.NONE;
  private boolean observed;

  private ProxyMessageReader(WireReader in) {
    this.in = in;
  }

  /// Reads a message; what is none comes back as `Part.Malformed`.
  ///
  /// @param message the whole message; taken over, and not to be changed any more
  public static ProxyMessage read(byte[] message) {
    try {
      return new ProxyMessageReader(new WireReader(message)).message();
    } catch (MalformedMessageException e) {
      return ProxyMessage.malformed(String.valueOf(e.getMessage()));
    }
  }

  private ProxyMessage message() {
    while (in.hasMore()) {
      field(in.readTag());
    }
    return new ProxyMessage(
        part, Optional.ofNullable(protocol), attributes, dynamicMetadata, flowControl, observed);
  }

  private void field(int tag) {
    switch (WireReader.number(tag)) {
      case REQUEST_HEADERS -> part = headers(Direction.REQUEST, tag);
      case RESPONSE_HEADERS -> part = headers(Direction.RESPONSE, tag);
      case REQUEST_BODY -> part = body(Direction.REQUEST, tag);
      case RESPONSE_BODY -> part = body(Direction.RESPONSE, tag);
      case REQUEST_TRAILERS -> part = trailers(Direction.REQUEST, tag);
      case RESPONSE_TRAILERS -> part = trailers(Direction.RESPONSE, tag);
      case METADATA_CONTEXT -> dynamicMetadata = in.delimited(tag).readSlice();
      case ATTRIBUTES -> attributes = attributes.with(in, tag);
      case OBSERVABILITY_MODE -> observed = in.varint(tag).readBool();
      case PROTOCOL_CONFIG -> protocol = readProtocol(tag);
      case FLOW_CONTROL_INIT -> flowControl = readWindows(tag);
      case CLIENT_WINDOW_UPDATE -> flowControl = readUpdate(tag);
      default -> in.skipField(tag);
    }
  }

  private Part headers(Direction direction, int outerTag) {
    HeaderMap map = HeaderMap.over(in.array());
    boolean endOfStream = false;
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> readMap(map, tag);
        case 3 -> endOfStream = in.varint(tag).readBool();
        default -> in.skipField(tag);
      }
    }
    in.leave(outer);
    map.markOriginal();
    return new Part.Headers(direction, map, endOfStream);
  }

  private Part body(Direction direction, int outerTag) {
    Slice bytes = Slice.empty();
    boolean endOfStream = false;
    boolean withoutMessage = false;
    boolean compressed = false;
    boolean drained = false;
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> bytes = in.delimited(tag).readSlice();
        case 2 -> endOfStream = in.varint(tag).readBool();
        case 3 -> withoutMessage = in.varint(tag).readBool();
        case 4 -> compressed = in.varint(tag).readBool();
        case 5 -> drained = in.varint(tag).readBool();
        default -> in.skipField(tag);
      }
    }
    in.leave(outer);
    // grpc-java half-closes with end_of_stream_without_message alone
    return new Part.Body(
        direction,
        bytes,
        endOfStream || withoutMessage,
        new Marks(withoutMessage, compressed, drained));
  }

  private Part trailers(Direction direction, int outerTag) {
    HeaderMap map = HeaderMap.over(in.array());
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      if (WireReader.number(tag) == 1) {
        readMap(map, tag);
      } else {
        in.skipField(tag);
      }
    }
    in.leave(outer);
    map.markOriginal();
    return new Part.Trailers(direction, map);
  }

  /// `envoy.config.core.v3.HeaderMap`.
  private void readMap(HeaderMap map, int outerTag) {
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      if (WireReader.number(tag) == 1) {
        readHeader(map, tag);
      } else {
        in.skipField(tag);
      }
    }
    in.leave(outer);
  }

  /// `envoy.config.core.v3.HeaderValue`; Envoy fills `raw_value`, older proxies `value`.
  private void readHeader(HeaderMap map, int outerTag) {
    int nameAt = 0;
    int nameLength = 0;
    int valueAt = 0;
    int valueLength = 0;
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> {
          nameLength = in.delimited(tag).readLength();
          nameAt = in.skip(nameLength);
        }
        case 2, 3 -> {
          int length = in.delimited(tag).readLength();
          int at = in.skip(length);
          if (length > 0) {
            valueLength = length;
            valueAt = at;
          }
        }
        default -> in.skipField(tag);
      }
    }
    in.leave(outer);
    if (map.size() == MAX_HEADERS) {
      throw new MalformedMessageException(
          "ext_proc message: more headers (limit: %d)".formatted(MAX_HEADERS));
    }
    lowerCase(nameAt, nameLength);
    map.addSlice(nameAt, nameLength, valueAt, valueLength);
  }

  /// Proxies send names in lower case already; host and plugins rely on it.
  private void lowerCase(int at, int length) {
    byte[] bytes = in.array();
    for (int i = at; i < at + length; i++) {
      if (Byte.toUnsignedInt((byte) (bytes[i] - 'A')) <= 'Z' - 'A') {
        bytes[i] = (byte) (bytes[i] + ('a' - 'A'));
      }
    }
  }

  /// `ProcessingRequest.FlowControlInit`: the windows of a request's way, then of a response's.
  private FlowControl readWindows(int outerTag) {
    long[] windows = readNumbers(outerTag, 4);
    return new FlowControl(true, windows[1], windows[3], windows[0], windows[2]);
  }

  /// `ProcessingRequest.ClientWindowUpdate`.
  private FlowControl readUpdate(int outerTag) {
    long[] windows = readNumbers(outerTag, 2);
    return new FlowControl(
        flowControl.announced(),
        flowControl.toUpstream() + windows[0],
        flowControl.toDownstream() + windows[1],
        flowControl.fromDownstream(),
        flowControl.fromUpstream());
  }

  /// A message of numbers only, whose fields are 1 to `count`.
  private long[] readNumbers(int outerTag, int count) {
    long[] numbers = new long[count];
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      int number = WireReader.number(tag);
      if (number <= count) {
        numbers[number - 1] = in.varint(tag).readVarint();
      } else {
        in.skipField(tag);
      }
    }
    in.leave(outer);
    return numbers;
  }

  private Protocol readProtocol(int outerTag) {
    BodyMode request = BodyMode.NONE;
    BodyMode response = BodyMode.NONE;
    boolean withoutWaiting = false;
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> request = BodyMode.of(in.varint(tag).readVarint());
        case 2 -> response = BodyMode.of(in.varint(tag).readVarint());
        case 3 -> withoutWaiting = in.varint(tag).readBool();
        default -> in.skipField(tag);
      }
    }
    in.leave(outer);
    return new Protocol(request, response, withoutWaiting);
  }
}
