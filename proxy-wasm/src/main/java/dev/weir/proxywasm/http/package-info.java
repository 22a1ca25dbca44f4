/// What one HTTP exchange shows to a plugin: header maps, bodies, properties, local responses.
///
/// No transport: a gRPC service or a test fills these and implements `HttpExchange`.
@NullMarked
package dev.weir.proxywasm.http;

import org.jspecify.annotations.NullMarked;
