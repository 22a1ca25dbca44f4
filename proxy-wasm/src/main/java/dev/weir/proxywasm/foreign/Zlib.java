package dev.weir.proxywasm.foreign;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.foreign.ForeignFunction.Result;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// `compress` and `uncompress`: zlib streams (RFC 1950).
final class Zlib {
  private static final int CHUNK_BYTES = 8 << 10;

  private Zlib() {}

  static Result compress(byte[] argument) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(argument);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK_BYTES];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return Result.of(Bytes.wrap(out.toByteArray()));
    }
  }

  /// At most as many bytes as the plugin's memory has: more could not be handed over, and a few
  /// bytes can claim to be gigabytes.
  static Result uncompress(Context context, byte[] argument) {
    long most = context.plugin().spec().limits().instance().memoryBytes();
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(argument);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK_BYTES];
      while (!inflater.finished()) {
        int count = inflater.inflate(chunk);
        if (count == 0 || out.size() + count > most) {
          return Result.failed(ProxyStatus.SERIALIZATION_FAILURE);
        }
        out.write(chunk, 0, count);
      }
      return Result.of(Bytes.wrap(out.toByteArray()));
    } catch (DataFormatException e) {
      return Result.failed(ProxyStatus.SERIALIZATION_FAILURE);
    }
  }
}
