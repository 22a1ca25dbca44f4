package dev.weir.cli.bench.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// One thread of Netty's. Epoll where there is one: its timers are exact to microseconds, NIO's
/// only to a millisecond, which is more than what a fixed rate measures.
record EventLoop(
    EventLoopGroup group,
    Class<? extends SocketChannel> channel,
    Class<? extends ServerSocketChannel> serverChannel)
    implements AutoCloseable {
  static EventLoop start(String name) {
    var threads = new DefaultThreadFactory(name, true);
    return Epoll.isAvailable()
        ? new EventLoop(
            new MultiThreadIoEventLoopGroup(1, threads, EpollIoHandler.newFactory()),
            EpollSocketChannel.class,
            EpollServerSocketChannel.class)
        : new EventLoop(
            new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory()),
            NioSocketChannel.class,
            NioServerSocketChannel.class);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
