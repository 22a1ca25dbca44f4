package dev.weir.extproc.server;

import io.envoyproxy.envoy.service.network_ext_proc.v3.NetworkExternalProcessorProto;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;

/// `envoy.service.network_ext_proc.v3.NetworkExternalProcessor/Process`.
final class NetworkMethod {
  static final String SERVICE = "envoy.service.network_ext_proc.v3.NetworkExternalProcessor";
  static final String NAME = "Process";

  private NetworkMethod() {}

  /// The service with its schema, for reflection.
  static ServiceDescriptor service() {
    ProtoFileDescriptorSupplier schema = NetworkExternalProcessorProto::getDescriptor;
    return ServiceDescriptor.newBuilder(SERVICE).setSchemaDescriptor(schema).build();
  }
}
