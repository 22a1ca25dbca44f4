/// gRPC: the xDS services and the hosts' status service, on the owner's thread.
@NullMarked
package dev.weir.xds.service;

import org.jspecify.annotations.NullMarked;
