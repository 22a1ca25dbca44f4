package dev.weir.engine.module;

/// One entry of a module's import section.
public record Import(String module, String name, ExternType type) {
  @Override
  public String toString() {
    return module + "." + name;
  }
}
