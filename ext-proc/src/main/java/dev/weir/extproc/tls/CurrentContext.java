package dev.weir.extproc.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/// A server's context that can be replaced as a whole: certificate, key, authorities of clients and
/// the sessions that were begun with them. A handshake goes on with the one it began with.
final class CurrentContext extends SslContext {
  private volatile SslContext newest;

  CurrentContext(SslContext first) {
    this.newest = first;
  }

  void replace(SslContext next) {
    newest = next;
  }

  @Override
  public boolean isClient() {
    return false;
  }

  @Override
  public List<String> cipherSuites() {
    return newest.cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // Netty's own signature
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return newest.applicationProtocolNegotiator();
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return newest.newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return newest.newEngine(allocator, peerHost, peerPort);
  }

  @Override
  public SSLSessionContext sessionContext() {
    return newest.sessionContext();
  }
}
