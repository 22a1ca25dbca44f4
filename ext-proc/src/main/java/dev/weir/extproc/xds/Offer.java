package dev.weir.extproc.xds;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.weir.extproc.load.LoadException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;

/// One response of the xDS server, until each of its chains is loaded or refused.
final class Offer {
  private final String typeUrl;
  private final String nonce;
  private int pending;
  private Status error = Status.getDefaultInstance();

  Offer(String typeUrl, String nonce, int chains) {
    this.typeUrl = typeUrl;
    this.nonce = nonce;
    this.pending = chains;
  }

  void loaded() {
    pending--;
  }

  void refused(LoadException cause) {
    pending--;
    error =
        Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT_VALUE)
            .setMessage(cause.describe())
            .addDetails(Any.pack(ChainStates.rejected(cause)))
            .build();
  }

  boolean isAnswerable() {
    return pending == 0;
  }

  /// The ACK, or the NACK with its reason.
  DeltaDiscoveryRequest answer() {
    DeltaDiscoveryRequest.Builder answer =
        DeltaDiscoveryRequest.newBuilder().setTypeUrl(typeUrl).setResponseNonce(nonce);
    if (error.getCode() != Code.OK_VALUE) {
      answer.setErrorDetail(error);
    }
    return answer.build();
  }
}
