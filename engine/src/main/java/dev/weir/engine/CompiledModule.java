package dev.weir.engine;

import dev.weir.engine.module.ModuleShape;
import java.util.Optional;

/// A module ready to be instantiated. Immutable and thread-safe.
public interface CompiledModule {
  ModuleShape shape();

  /// A new instance: imports linked, memory and tables filled, the start section run. Exported
  /// functions such as `_initialize` or `_start` are the caller's business.
  ///
  /// @throws ModuleException.Unlinkable naming the import that `imports` lacks or has otherwise
  /// @throws ModuleException.Uninstantiable if the start section failed or a limit is exceeded
  WasmInstance instantiate(HostFunctions imports, InstanceLimits limits);

  /// The state of `instance`, from which others can be made in a fraction of the time it took to
  /// start this one. Empty where not all of its state can be captured, or if it is broken.
  ///
  /// @param instance one of this module, outside of any call
  Optional<InstanceImage> image(WasmInstance instance);

  /// A new instance in the state of `image`; no code of the module runs. Its calls are bounded by
  /// the limit for starting until `WasmInstance.started`, as there may be something left to
  /// prepare.
  ///
  /// @throws ModuleException.Unlinkable as the other
  WasmInstance instantiate(HostFunctions imports, InstanceLimits limits, InstanceImage image);
}
