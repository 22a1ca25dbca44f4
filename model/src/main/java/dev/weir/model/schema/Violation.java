package dev.weir.model.schema;

/// A rule that a document breaks.
///
/// @param path of the field, as [dev.weir.model.yaml.FieldPath] writes it
/// @param text what was found, and what is expected
public record Violation(String path, String text) {}
