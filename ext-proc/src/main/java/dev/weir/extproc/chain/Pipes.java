package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Direction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pipes of one exchange, each from the first part of its direction on.
final class Pipes {
  private @Nullable Pipe request;
  private @Nullable Pipe response;

  Optional<Pipe> find(Direction direction) {
    return Optional.ofNullable(direction == Direction.REQUEST ? request : response);
  }

  void put(Pipe pipe) {
    switch (pipe.direction()) {
      case REQUEST -> request = pipe;
      case RESPONSE -> response = pipe;
    }
  }

  void halt() {
    find(Direction.REQUEST).ifPresent(Pipe::halt);
    find(Direction.RESPONSE).ifPresent(Pipe::halt);
  }

  long heldBytes() {
    return (request == null ? 0 : request.heldBytes())
        + (response == null ? 0 : response.heldBytes());
  }

  boolean isOverfull() {
    return (request != null && request.isOverfull()) || (response != null && response.isOverfull());
  }
}
