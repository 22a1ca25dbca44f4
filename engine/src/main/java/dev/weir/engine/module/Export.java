package dev.weir.engine.module;

/// One entry of a module's export section.
public record Export(String name, ExternType type) {}
