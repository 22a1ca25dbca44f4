package dev.weir.extproc.grpc;

import io.grpc.Status;
import java.util.function.Consumer;

/// What a server allows its clients.
///
/// @param messageBytes of one message
/// @param headerBytes of a header block, decompressed; a stream with a longer one is answered 431
/// @param streamsPerConnection told to clients as `SETTINGS_MAX_CONCURRENT_STREAMS`
/// @param failures hears what the server itself ended calls with, because of what the client sent;
///   on event loops
public record GrpcOptions(
    int messageBytes,
    int headerBytes,
    int streamsPerConnection,
    Lifetimes lifetimes,
    Consumer<Status> failures) {}
