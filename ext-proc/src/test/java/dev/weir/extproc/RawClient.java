package dev.weir.extproc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One ext_proc stream written frame by frame (RFC 9113), so that its pace is the test's.
final class RawClient implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_HEADERS = 4;
  private static final int STREAM = 1;

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;

  RawClient(String address, String chain) throws IOException {
    int colon = address.lastIndexOf(':');
    socket =
        new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    frame(SETTINGS, 0, 0, new byte[0]);
    frame(HEADERS, END_HEADERS, STREAM, headers(chain));
  }

  /// Literals without indexing, all shorter than 127 bytes (RFC 7541, 6.2.2).
  private static byte[] headers(String chain) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    String[] fields = {
      ":method", "POST",
      ":scheme", "http",
      ":path", "/envoy.service.ext_proc.v3.ExternalProcessor/Process",
      ":authority", "localhost",
      "content-type", "application/grpc",
      "te", "trailers",
      "weir-chain", chain
    };
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      text(block, fields[i]);
      text(block, fields[i + 1]);
    }
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    block.write(bytes.length);
    block.writeBytes(bytes);
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }

  /// The head of a gRPC message of this length.
  void beginMessage(int length) throws IOException {
    byte[] head = {
      0, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
    };
    frame(DATA, 0, STREAM, head);
  }

  void send(byte one) throws IOException {
    frame(DATA, 0, STREAM, new byte[] {one});
  }

  /// Whether an answer comes on the stream before it ends.
  boolean receivesData() throws IOException {
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.readUnsignedByte();
      int stream = in.readInt();
      in.skipNBytes(length);
      if (stream == STREAM && type != HEADERS) {
        return type == DATA;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
