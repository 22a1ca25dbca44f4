package dev.weir.extproc.server;

import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorProto;
import io.envoyproxy.envoy.service.network_ext_proc.v3.NetworkExternalProcessorProto;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;

/// The ext_proc services, each of one method, whose messages are read and written without generated
/// code: their names, and their schemas for reflection.
final class ProcessService {
  static final String METHOD = "Process";

  static final ServiceDescriptor HTTP =
      of("envoy.service.ext_proc.v3.ExternalProcessor", ExternalProcessorProto::getDescriptor);

  static final ServiceDescriptor NETWORK =
      of(
          "envoy.service.network_ext_proc.v3.NetworkExternalProcessor",
          NetworkExternalProcessorProto::getDescriptor);

  private ProcessService() {}

  private static ServiceDescriptor of(String name, ProtoFileDescriptorSupplier schema) {
    return ServiceDescriptor.newBuilder(name).setSchemaDescriptor(schema).build();
  }
}
