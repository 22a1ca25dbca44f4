package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The calls that the plugins of one VM have open, by token. A token's low two bits are its kind,
/// as in Envoy: 0 HTTP, 1 gRPC unary, 2 gRPC stream.
public final class Callouts {
  /// The kind of call, by its code in a token.
  public enum Kind {
    HTTP,
    GRPC_UNARY,
    GRPC_STREAM
  }

  private static final int STEP = 4;
  private static final int KIND_MASK = 3;

  private final Map<Integer, Callout> byToken = new HashMap<>();
  private final List<Callout> beforeActivation = new ArrayList<>();
  private int last;

  /// Whether the token is of this kind; it may be unknown all the same.
  public static boolean isOf(Kind kind, int token) {
    return (token & KIND_MASK) == code(kind);
  }

  private static int code(Kind kind) {
    return switch (kind) {
      case HTTP -> 0;
      case GRPC_UNARY -> 1;
      case GRPC_STREAM -> 2;
    };
  }

  int nextToken(Kind kind) {
    do {
      last = last > Integer.MAX_VALUE - 2 * STEP ? STEP : last + STEP;
    } while (byToken.containsKey(last | code(kind)));
    return last | code(kind);
  }

  /// Number of calls that a plugin has open.
  public int open(PluginContext plugin) {
    int open = 0;
    for (Callout callout : byToken.values()) {
      if (callout.plugin() == plugin) {
        open++;
      }
    }
    return open;
  }

  /// Sends a call, or keeps it until its plugin is activated: a spare instance calls nobody.
  ///
  /// @return false if it cannot be sent
  boolean start(Callout callout) {
    byToken.put(callout.token(), callout);
    if (!callout.plugin().active()) {
      beforeActivation.add(callout);
      return true;
    }
    try {
      callout.dispatch();
      return true;
    } catch (RuntimeException e) {
      byToken.remove(callout.token());
      return false;
    }
  }

  void activate(PluginContext plugin) {
    List<Callout> waiting = List.copyOf(beforeActivation);
    for (Callout callout : waiting) {
      if (callout.plugin() == plugin) {
        beforeActivation.remove(callout);
        dispatch(callout);
      }
    }
  }

  private void dispatch(Callout callout) {
    if (!pending(callout)) {
      return; // cancelled meanwhile
    }
    try {
      callout.dispatch();
    } catch (RuntimeException e) {
      callout.undispatched(e);
    }
  }

  /// `proxy_grpc_send`; false if the token is unknown.
  public boolean send(int token, Bytes message, boolean endOfStream) {
    Optional<GrpcCallout> grpc = findGrpc(token);
    grpc.ifPresent(stream -> stream.send(message, endOfStream));
    return grpc.isPresent();
  }

  /// `proxy_grpc_cancel`; false if the token is unknown.
  public boolean cancelGrpc(int token) {
    Optional<GrpcCallout> grpc = findGrpc(token);
    grpc.ifPresent(callout -> {
      remove(callout);
      callout.cancel();
    });
    return grpc.isPresent();
  }

  /// `proxy_grpc_close`; false if the token is unknown.
  public boolean closeGrpc(int token) {
    Optional<GrpcCallout> grpc = findGrpc(token);
    grpc.ifPresent(GrpcCallout::close);
    return grpc.isPresent();
  }

  private Optional<GrpcCallout> findGrpc(int token) {
    return byToken.get(token) instanceof GrpcCallout grpc ? Optional.of(grpc) : Optional.empty();
  }

  boolean pending(Callout callout) {
    return byToken.get(callout.token()) == callout;
  }

  void remove(Callout callout) {
    byToken.remove(callout.token());
  }

  /// Gives up a plugin's calls: nobody is left to hear of them.
  void cancel(PluginContext plugin) {
    for (Callout callout : List.copyOf(byToken.values())) {
      if (callout.plugin() == plugin) {
        byToken.remove(callout.token());
        callout.cancel();
      }
    }
  }

  /// As [#cancel] for all plugins of the VM.
  void cancelAll() {
    List<Callout> all = List.copyOf(byToken.values());
    byToken.clear();
    for (Callout callout : all) {
      callout.cancel();
    }
  }
}
