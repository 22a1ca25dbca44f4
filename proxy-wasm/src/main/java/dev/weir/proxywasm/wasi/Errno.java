package dev.weir.proxywasm.wasi;

/// The `errno` codes of WASI preview 1 in use here.
final class Errno {
  static final int SUCCESS = 0;
  static final int BADF = 8;
  static final int EXIST = 20;
  static final int FAULT = 21;
  static final int INVAL = 28;
  static final int NOENT = 44;
  static final int NOSYS = 52;
  static final int NOTSUP = 58;
  static final int NOTCAPABLE = 76;

  private Errno() {}
}
