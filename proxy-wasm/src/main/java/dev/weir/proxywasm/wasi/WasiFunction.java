package dev.weir.proxywasm.wasi;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The functions of WASI preview 1, with parameters and, behind the colon, result: `i` for i32, `l`
/// for i64. `wasi_unstable` has the same functions of the same types.
public enum WasiFunction {
  ARGS_GET("ii"),
  ARGS_SIZES_GET("ii"),
  ENVIRON_GET("ii"),
  ENVIRON_SIZES_GET("ii"),
  CLOCK_RES_GET("ii"),
  CLOCK_TIME_GET("ili"),
  FD_ADVISE("illi"),
  FD_ALLOCATE("ill"),
  FD_CLOSE("i"),
  FD_DATASYNC("i"),
  FD_FDSTAT_GET("ii"),
  FD_FDSTAT_SET_FLAGS("ii"),
  FD_FDSTAT_SET_RIGHTS("ill"),
  FD_FILESTAT_GET("ii"),
  FD_FILESTAT_SET_SIZE("il"),
  FD_FILESTAT_SET_TIMES("illi"),
  FD_PREAD("iiili"),
  FD_PRESTAT_GET("ii"),
  FD_PRESTAT_DIR_NAME("iii"),
  FD_PWRITE("iiili"),
  FD_READ("iiii"),
  FD_READDIR("iiili"),
  FD_RENUMBER("ii"),
  FD_SEEK("ilii"),
  FD_SYNC("i"),
  FD_TELL("ii"),
  FD_WRITE("iiii"),
  PATH_CREATE_DIRECTORY("iii"),
  PATH_FILESTAT_GET("iiiii"),
  PATH_FILESTAT_SET_TIMES("iiiilli"),
  PATH_LINK("iiiiiii"),
  PATH_OPEN("iiiiillii"),
  PATH_READLINK("iiiiii"),
  PATH_REMOVE_DIRECTORY("iii"),
  PATH_RENAME("iiiiii"),
  PATH_SYMLINK("iiiii"),
  PATH_UNLINK_FILE("iii"),
  POLL_ONEOFF("iiii"),
  PROC_EXIT("i", false),
  PROC_RAISE("i"),
  SCHED_YIELD(""),
  RANDOM_GET("ii"),
  SOCK_ACCEPT("iii"),
  SOCK_RECV("iiiiii"),
  SOCK_SEND("iiiii"),
  SOCK_SHUTDOWN("ii");

  private static final Set<String> MODULES = Set.of("wasi_unstable", "wasi_snapshot_preview1");
  private static final Map<String, WasiFunction> BY_NAME = new HashMap<>();

  static {
    for (WasiFunction function : values()) {
      BY_NAME.put(function.importName(), function);
    }
  }

  private final String signature;

  WasiFunction(String parameters) {
    this(parameters, true);
  }

  WasiFunction(String parameters, boolean answers) {
    this.signature = parameters + (answers ? ":i" : ":");
  }

  /// Whether an import module is WASI under one of its two names.
  public static boolean isModule(String name) {
    return MODULES.contains(name);
  }

  public static Optional<WasiFunction> find(String importName) {
    return Optional.ofNullable(BY_NAME.get(importName));
  }

  public String importName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String signature() {
    return signature;
  }

  /// Whether a module's allocator may call this. Source: proxy-wasm-cpp-host.
  boolean allowedWhileAllocating() {
    return this == FD_WRITE || this == CLOCK_TIME_GET || this == POLL_ONEOFF;
  }
}
