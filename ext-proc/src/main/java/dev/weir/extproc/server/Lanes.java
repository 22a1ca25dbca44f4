package dev.weir.extproc.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// All lanes of a host: its event loops, and one more thread that accepts connections.
public final class Lanes implements AutoCloseable {
  /// Stack of each thread that runs plugins: 100,000 nested calls, the most that a plugin may have,
  /// of 160 bytes. Reserved only; what is not used takes no memory.
  public static final long STACK_BYTES = 16L << 20;

  private static final long CLOSE_SECONDS = 5;

  private final FastThreadLocal<EventLoopLane> current = new FastThreadLocal<>();
  private final EventLoopGroup acceptor;
  private final EventLoopGroup loops;
  private final List<EventLoopLane> lanes = new ArrayList<>();

  private Lanes(int count) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    acceptor =
        new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("weir-accept", true), io);
    loops = new MultiThreadIoEventLoopGroup(count, new LaneThreads(), io);
    for (EventExecutor loop : loops) {
      EventLoopLane lane = new EventLoopLane(lanes.size(), (EventLoop) loop);
      lanes.add(lane);
      lane.execute(() -> current.set(lane));
    }
  }

  /// Threads on whose stack a plugin reaches its own limit first.
  private static final class LaneThreads extends DefaultThreadFactory {
    LaneThreads() {
      super("weir-lane", true);
    }

    @Override
    protected Thread newThread(Runnable task, String name) {
      return new FastThreadLocalThread(threadGroup, task, name, STACK_BYTES);
    }
  }

  public static Lanes start(int count) {
    return new Lanes(count);
  }

  public List<EventLoopLane> all() {
    return List.copyOf(lanes);
  }

  /// The lane that the caller runs on.
  EventLoopLane current() {
    EventLoopLane lane = current.getIfExists();
    if (lane == null) {
      throw new IllegalStateException(
          "thread %s: no lane (expected: an event loop)"
              .formatted(Thread.currentThread().getName()));
    }
    return lane;
  }

  EventLoopGroup acceptor() {
    return acceptor;
  }

  EventLoopGroup loops() {
    return loops;
  }

  Class<? extends ServerChannel> serverChannel() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  Class<? extends ServerChannel> unixServerChannel() {
    return Epoll.isAvailable()
        ? EpollServerDomainSocketChannel.class
        : NioServerDomainSocketChannel.class;
  }

  /// As [#unixServerChannel] takes it.
  static SocketAddress unixAddress(Path path) {
    return Epoll.isAvailable()
        ? new DomainSocketAddress(path.toFile())
        : UnixDomainSocketAddress.of(path);
  }

  Class<? extends Channel> clientChannel() {
    return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  @Override
  public void close() {
    var _ = acceptor.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    var _ = loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
