package dev.weir.extproc.upstream;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.service.Upstreams.GrpcListener;
import dev.weir.proxywasm.service.Upstreams.HttpListener;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a plugin would hear of a call, as lines.
final class Heard implements HttpListener, GrpcListener {
  private static final long WAIT_SECONDS = 20;

  /// What servers add by themselves.
  private static final Set<String> OF_SERVERS =
      Set.of("content-type", "date", "grpc-accept-encoding", "grpc-encoding", "server");

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  @Override
  public void onResponse(HeaderMap headers, Bytes body, HeaderMap trailers) {
    String text = body.length() > 2000 ? body.length() + " bytes" : body.utf8();
    events.add("response " + text(headers) + " '" + text + "' " + text(trailers));
  }

  @Override
  public void onReset(String reason) {
    events.add("reset " + reason);
  }

  @Override
  public void onInitialMetadata(HeaderMap metadata) {
    events.add("initial " + text(metadata));
  }

  @Override
  public void onMessage(Bytes message) {
    events.add("message " + message.utf8());
  }

  @Override
  public void onTrailingMetadata(HeaderMap metadata) {
    events.add("trailing " + text(metadata));
  }

  @Override
  public void onClose(int status, String message) {
    events.add("close " + status + " " + message);
  }

  /// The next event, which must come.
  String next() throws InterruptedException {
    String event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    return event == null ? "nothing in " + WAIT_SECONDS + " s" : event;
  }

  /// Events that nobody has asked for.
  int left() {
    return events.size();
  }

  private static String text(HeaderMap map) {
    StringJoiner text = new StringJoiner(",", "{", "}");
    for (int i = 0; i < map.size(); i++) {
      if (!OF_SERVERS.contains(map.name(i))) {
        text.add(map.name(i) + "=" + map.value(i));
      }
    }
    return text.toString();
  }
}
