package dev.weir.extproc.server;

import dev.weir.extproc.stream.StreamObserver;
import dev.weir.extproc.tls.TlsObserver;

/// Who hears what happens at a server.
public record Observers(StreamObserver streams, TlsObserver tls) {}
