package dev.weir.xds.status;

/// What a proxy must be set up to send for one chain.
///
/// @param chain `<slot>@<revision>`
/// @param filter the ext_proc filter's configuration as JSON, with Envoy's own field names, as a
///   proxy of any version takes it
public record ChainNeeds(String chain, String filter) {}
