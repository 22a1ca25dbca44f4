package dev.weir.extproc.upstream;

import dev.weir.proxywasm.http.HeaderMap;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// gRPC metadata as headers and back. On the wire a `-bin` value is Base64, and so it is for a
/// plugin, which sees headers as they are on the wire.
final class MetadataEntries {
  private MetadataEntries() {}

  /// @throws IllegalArgumentException for a name that gRPC does not allow, or a `-bin` value that
  ///   is not Base64
  static Metadata toMetadata(HeaderMap headers) {
    Metadata metadata = new Metadata();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        metadata.put(
            Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER),
            Base64.getMimeDecoder().decode(headers.value(i)));
      } else {
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), headers.value(i));
      }
    }
    return metadata;
  }

  static HeaderMap toHeaders(Metadata metadata) {
    HeaderMap headers = new HeaderMap();
    byte[][] entries = InternalMetadata.serialize(metadata);
    for (int i = 0; i < entries.length; i += 2) {
      String name = new String(entries[i], StandardCharsets.ISO_8859_1);
      byte[] value =
          name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
              ? Base64.getEncoder().withoutPadding().encode(entries[i + 1])
              : entries[i + 1];
      headers.add(entries[i], 0, entries[i].length, value, 0, value.length);
    }
    return headers;
  }
}
