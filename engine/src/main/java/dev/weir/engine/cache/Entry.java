package dev.weir.engine.cache;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// How an entry stands in its file: the SHA-256 of the payload, then the payload.
final class Entry {
  private static final int DIGEST_BYTES = 32;

  private Entry() {}

  static byte[] of(byte[] payload) {
    return ByteBuffer.allocate(DIGEST_BYTES + payload.length)
        .put(digest(payload))
        .put(payload)
        .array();
  }

  /// The payload, if the file is what was written.
  static Optional<byte[]> payload(byte[] file) {
    if (file.length < DIGEST_BYTES) {
      return Optional.empty();
    }
    byte[] payload = Arrays.copyOfRange(file, DIGEST_BYTES, file.length);
    byte[] digest = Arrays.copyOf(file, DIGEST_BYTES);
    return MessageDigest.isEqual(digest, digest(payload)) ? Optional.of(payload) : Optional.empty();
  }

  private static byte[] digest(byte[] payload) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(payload);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: not in this JDK", e);
    }
  }
}
