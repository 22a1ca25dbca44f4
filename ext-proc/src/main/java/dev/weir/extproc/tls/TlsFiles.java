package dev.weir.extproc.tls;

import dev.weir.proxywasm.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the PEM files of a server are.
///
/// @param certificate the server's certificate, followed by those between it and the authority
/// @param key its PKCS#8 key, not encrypted
/// @param clientCa authorities of clients; if present, a client without a certificate of theirs is
///   refused
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {
  /// Certificates and keys are small; what is larger is another file.
  private static final long MAX_FILE_BYTES = 1L << 20;

  /// @throws IOException if a file cannot be read, by its name
  TlsContent read() throws IOException {
    return new TlsContent(
        bytes(certificate),
        bytes(key),
        clientCa.isPresent() ? Optional.of(bytes(clientCa.get())) : Optional.empty());
  }

  private static Bytes bytes(Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new IOException("more than %d bytes".formatted(MAX_FILE_BYTES));
      }
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
      throw new IOException("%s: %s (expected: a readable PEM file)".formatted(file, why), e);
    }
  }
}
