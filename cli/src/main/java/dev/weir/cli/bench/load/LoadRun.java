package dev.weir.cli.bench.load;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One slice of load whose connections are open, so that opening them costs the slice nothing.
public final class LoadRun implements AutoCloseable {
  private final LoadSlice slice;
  private final List<Channel> connections;
  private final Duration patience;

  LoadRun(LoadSlice slice, List<Channel> connections, Duration patience) {
    this.slice = slice;
    this.connections = List.copyOf(connections);
    this.patience = patience;
  }

  /// Sends the slice's requests and waits for their answers; once.
  public LoadResult run() throws InterruptedException {
    try {
      return slice.start().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return slice.abandon();
    } catch (ExecutionException e) {
      throw new IllegalStateException("load: ended by %s".formatted(e.getCause()), e);
    }
  }

  @Override
  public void close() {
    for (Channel connection : connections) {
      var _ = connection.close();
    }
  }
}
