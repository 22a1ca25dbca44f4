package dev.weir.extproc.load;

import java.io.IOException;

/// Where the bytes of modules come from. Called from loader threads.
@FunctionalInterface
public interface ByteSource {
  byte[] fetch(String url, String sha256) throws IOException;
}
