package dev.weir.xds.module;

import dev.weir.model.Digest;
import java.util.Optional;

/// What the control plane needs to know of modules, without running any.
///
/// Called on the thread that publishes, never on the owner's: it may read files.
public interface ModuleFactsSource {
  /// Looks at the module at `url`.
  ///
  /// @param expected the digest that the document demands; other bytes are a refusal
  Answer find(String url, Optional<Digest> expected);

  /// The outcome of a look at a module.
  sealed interface Answer {
    /// A module that a host could run.
    record Found(ModuleFacts facts) implements Answer {}

    /// No such module, or not one that a host could run.
    ///
    /// @param reason for a reader of the status, as `<subject>: <what was> (expected: …)`
    record Refused(String reason) implements Answer {}
  }
}
