package dev.weir.extproc.server;

import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorProto;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;

/// `envoy.service.ext_proc.v3.ExternalProcessor/Process`, whose messages are read and written
/// without generated code.
final class ProcessMethod {
  static final String SERVICE = "envoy.service.ext_proc.v3.ExternalProcessor";
  static final String NAME = "Process";

  private ProcessMethod() {}

  /// The service with its schema, for reflection.
  static ServiceDescriptor service() {
    ProtoFileDescriptorSupplier schema = ExternalProcessorProto::getDescriptor;
    return ServiceDescriptor.newBuilder(SERVICE).setSchemaDescriptor(schema).build();
  }
}
