/// How proxies reach the ext-proc hosts: addresses, TLS, and the cluster made of both. Which hosts
/// there are is the fleet's matter.
@NullMarked
package dev.weir.xds.host;

import org.jspecify.annotations.NullMarked;
