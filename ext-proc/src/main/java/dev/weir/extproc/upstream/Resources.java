package dev.weir.extproc.upstream;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/// What all clients of a host share.
///
/// Threads are of the platform: each HTTP client waits in a selector, which would hold on to the
/// carrier of a virtual thread.
final class Resources implements AutoCloseable {
  private static final long IDLE_SECONDS = 1;
  private static final long CLOSE_SECONDS = 5;

  private final EventLoopGroup grpcLoop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("weir-callout-grpc", true), NioIoHandler.newFactory());
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("weir-callout-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("weir-callout-timer").factory());
  private final Scheduler scheduler = new ScheduledExecutorScheduler(timer);
  private final ByteBufferPool buffers = new ArrayByteBufferPool();

  EventLoopGroup grpcLoop() {
    return grpcLoop;
  }

  ExecutorService threads() {
    return threads;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  ByteBufferPool buffers() {
    return buffers;
  }

  void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdown();
    // Channels that are closed may still look for their loop: it stays until it has been idle.
    var _ = grpcLoop.shutdownGracefully(IDLE_SECONDS, CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
