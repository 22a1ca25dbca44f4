package dev.weir.xds.stream;

import java.util.Optional;
import java.util.Set;

/// What one client is to have of one type at this moment, if it asks for it.
public interface View {
  /// Nothing at all.
  View EMPTY =
      new View() {
        @Override
        public Set<String> names() {
          return Set.of();
        }

        @Override
        public Optional<Resource> find(String name) {
          return Optional.empty();
        }
      };

  /// Every name, in the order in which the resources should go out.
  Set<String> names();

  /// The resource of that name.
  Optional<Resource> find(String name);

  /// Whether a client that has `name` may be told that it is gone.
  ///
  /// False keeps silent about a resource that this server does not know (yet).
  default boolean mayRemove(String name) {
    return true;
  }

  /// Whether a client that has `version` of `name` is to keep it for now, whatever [#find] says.
  ///
  /// True where an earlier server gave it to the client and this one may know less than that one.
  default boolean keeps(String name, String version) {
    return false;
  }
}
