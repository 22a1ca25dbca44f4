package dev.weir.model.document;

import dev.weir.model.Digest;
import dev.weir.model.Resource;
import dev.weir.model.ResourceKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One document of a file: a resource, or why it is none.
public sealed interface Document {
  Source source();

  /// The resource's key; of an invalid document, if it could be read.
  Optional<ResourceKey> key();

  /// A resource to act on.
  ///
  /// @param digest of its canonical bytes: equal for equal content, whatever the order of keys,
  ///   comments, file or spelled-out defaults
  /// @param warnings what the document asks for and this version does not do
  record Valid(Resource resource, Digest digest, Source source, List<Problem> warnings)
      implements Document {
    public Valid {
      warnings = List.copyOf(warnings);
    }

    @Override
    public Optional<ResourceKey> key() {
      return Optional.of(resource.key());
    }
  }

  /// Not a resource; an earlier version of it, if there is one, stays in force. Without a key it
  /// may be any of those that its file had before, so that all of them stay in force.
  ///
  /// @param problems at least one
  record Invalid(Source source, Optional<ResourceKey> key, List<Problem> problems)
      implements Document {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("invalid document: no problem (expected: its reasons)");
      }
    }

    /// One line per problem.
    public String text() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
  }
}
