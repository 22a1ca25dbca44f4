package dev.weir.extproc.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a server serves. Not changed any more once it runs.
public final class Services {
  private final Map<String, GrpcMethod> methods = new HashMap<>();
  private final List<ServerServiceDefinition> definitions = new ArrayList<>();
  private final List<ServerMethodDefinition<?, ?>> served = new ArrayList<>();

  /// Adds a service of one method whose messages stay bytes.
  ///
  /// @param service with the schema that reflection shows, and without methods
  public Services add(ServiceDescriptor service, String methodName, GrpcMethod method) {
    definitions.add(ServerServiceDefinition.builder(service).build());
    methods.put("/" + service.getName() + "/" + methodName, method);
    return this;
  }

  /// Adds a service that is written for grpc-java.
  public Services add(BindableService service) {
    ServerServiceDefinition definition = service.bindService();
    definitions.add(definition);
    served.addAll(definition.getMethods());
    return this;
  }

  /// Binds the services that are written for grpc-java to the server they run on.
  void bind(Server server) {
    for (ServerMethodDefinition<?, ?> definition : served) {
      String path = "/" + definition.getMethodDescriptor().getFullMethodName();
      methods.put(path, ServiceCall.method(definition, server));
    }
  }

  List<ServerServiceDefinition> definitions() {
    return List.copyOf(definitions);
  }

  @Nullable GrpcMethod method(String path) {
    return methods.get(path);
  }
}
