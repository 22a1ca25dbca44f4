package dev.weir.cli.doctor;

/// Something in a proxy's configuration that does not fit its chain.
///
/// @param where the names around it, from the listener or cluster on
/// @param field the field, as Envoy names it
/// @param found what stands there; empty if nothing does
/// @param expected what should
/// @param why what happens otherwise
record Finding(
    Severity severity, String where, String field, String found, String expected, String why) {
  enum Severity {
    /// Plugins do not do their work, or requests fail.
    ERROR,
    /// Some requests are not treated as the plugins mean it.
    WARNING,
    /// It costs more than it has to.
    NOTE
  }
}
