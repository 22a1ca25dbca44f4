package dev.weir.engine.chicory;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.weir.engine.module.ModuleShape;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the JVM compiles methods above 8,000 bytecodes, as the functions of large modules
/// become. By default HotSpot leaves them to its interpreter: a Go module then takes 3.8 times as
/// long.
final class HugeMethods {
  private static final Logger LOG = LoggerFactory.getLogger(HugeMethods.class);
  private static final String OPTION = "DontCompileHugeMethods";

  /// Modules below do well without: the C and AssemblyScript ones seen have no such function.
  private static final int LARGE_MODULE_BYTES = 1 << 20;

  private final AtomicBoolean warned = new AtomicBoolean();

  void warnOnce(ModuleShape shape) {
    if (shape.byteSize() >= LARGE_MODULE_BYTES
        && !compiled()
        && warned.compareAndSet(false, true)) {
      LOG.warn(
          "module {}: {} bytes on a JVM without -XX:-{} (expected: that flag, large modules run"
              + " several times slower without)",
          shape.digest(),
          shape.byteSize(),
          OPTION);
    }
  }

  /// True also where the JVM does not say, as then nobody can do anything about it.
  static boolean compiled() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return hotSpot == null || hotSpot.getVMOption(OPTION).getValue().equals("false");
    } catch (IllegalArgumentException _) {
      return true; // not a HotSpot JVM, or one without the option
    }
  }
}
