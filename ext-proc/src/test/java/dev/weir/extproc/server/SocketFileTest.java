package dev.weir.extproc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
  private final Lanes lanes = Lanes.start(1);
  private final EventLoopGroup clients =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @TempDir Path folder;

  @AfterEach
  void stop() {
    lanes.close();
    var _ = clients.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private Path path() {
    return folder.resolve("weir.sock");
  }

  private ExtProcServer start(String mode) throws IOException {
    return ExtProcServer.start(
        ServerOptions.at(new ListenAddress.Unix(path(), PosixFilePermissions.fromString(mode))),
        lanes,
        (_, _) -> Optional.empty(),
        SilentObserver.everywhere());
  }

  private ServingStatus health() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(path()))
            .eventLoopGroup(clients)
            .channelType(NioDomainSocketChannel.class)
            .usePlaintext()
            .build();
    try {
      return HealthGrpc.newBlockingStub(channel)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void servesWithItsModeAndLeavesNothing() throws IOException {
    try (ExtProcServer server = start("rw-rw----")) {
      server.serve();

      assertThat(health()).isEqualTo(ServingStatus.SERVING);
      assertThat(Files.getPosixFilePermissions(path()))
          .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
      assertThat(server.address()).isEqualTo("unix:" + path());
      assertThat(folder).isDirectoryNotContaining(file -> !file.equals(path()));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void replacesASocketThatNobodyListensOn() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path()));
    }

    try (ExtProcServer server = start("rw-------")) {
      server.serve();
      assertThat(health()).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void refusesASocketThatSomebodyListensOn() throws IOException {
    try (ExtProcServer first = start("rw-------")) {
      first.serve();

      assertThatThrownBy(() -> start("rw-------")).hasMessageContaining("in use by a running");
      assertThat(health()).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void refusesAFileThatIsNoSocket() throws IOException {
    Files.writeString(path(), "precious");

    assertThatThrownBy(() -> start("rw-------")).hasMessageContaining("a file that is no socket");
    assertThat(path()).hasContent("precious");
  }

  @Test
  void refusesAPathThatIsTooLong() {
    Path longPath = folder.resolve("x".repeat(100));

    assertThatThrownBy(() ->
            SocketFile.claim(
                new ListenAddress.Unix(longPath, PosixFilePermissions.fromString("rw-------"))))
        .hasMessageContaining("expected: at most 103");
  }

  @Test
  void leavesASocketThatAnotherHasPutInItsPlace() throws IOException {
    ExtProcServer server = start("rw-------");
    Files.delete(path());
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path()));

      server.close();

      assertThat(path()).exists();
    }
  }
}
