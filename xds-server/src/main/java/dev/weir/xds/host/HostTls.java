package dev.weir.xds.host;

import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How proxies speak to hosts that serve TLS. All files are the proxies' own; what names them comes
/// as secrets, because only then does Envoy read them again when they are replaced.
///
/// @param authorities PEM certificates; one of them must have signed a host's
/// @param client what a proxy shows to hosts that ask for it
/// @param serverName what a host's certificate must name, and SNI; any name if empty
public record HostTls(
    Path authorities, Optional<ClientCertificate> client, Optional<String> serverName) {
  private static final String AUTHORITIES = "weir-ext-proc-ca";
  private static final String CLIENT = "weir-ext-proc-client";

  /// A PEM certificate with its chain, and its key.
  public record ClientCertificate(Path certificate, Path key) {}

  UpstreamTlsContext context() {
    CommonTlsContext.Builder common =
        CommonTlsContext.newBuilder()
            .setTlsParams(
                TlsParameters.newBuilder()
                    .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2)
                    .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3))
            .addAlpnProtocols("h2")
            .setValidationContextSdsSecretConfig(secret(AUTHORITIES));
    client.ifPresent(_ -> common.addTlsCertificateSdsSecretConfigs(secret(CLIENT)));
    UpstreamTlsContext.Builder context =
        UpstreamTlsContext.newBuilder().setCommonTlsContext(common);
    serverName.ifPresent(context::setSni);
    return context.build();
  }

  private static SdsSecretConfig secret(String name) {
    return SdsSecretConfig.newBuilder()
        .setName(name)
        .setSdsConfig(
            ConfigSource.newBuilder()
                .setResourceApiVersion(ApiVersion.V3)
                .setAds(AggregatedConfigSource.getDefaultInstance()))
        .build();
  }

  List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>();
    secrets.add(
        Secret.newBuilder().setName(AUTHORITIES).setValidationContext(validation()).build());
    client.ifPresent(own ->
        secrets.add(
            Secret.newBuilder()
                .setName(CLIENT)
                .setTlsCertificate(
                    TlsCertificate.newBuilder()
                        .setCertificateChain(file(own.certificate()))
                        .setPrivateKey(file(own.key()))
                        .setWatchedDirectory(folder(own.certificate())))
                .build()));
    return secrets;
  }

  private CertificateValidationContext validation() {
    CertificateValidationContext.Builder validation =
        CertificateValidationContext.newBuilder()
            .setTrustedCa(file(authorities))
            .setWatchedDirectory(folder(authorities));
    serverName.ifPresent(name ->
        validation.addMatchTypedSubjectAltNames(
            SubjectAltNameMatcher.newBuilder()
                .setSanType(SubjectAltNameMatcher.SanType.DNS)
                .setMatcher(StringMatcher.newBuilder().setExact(name))));
    return validation.build();
  }

  private static DataSource file(Path file) {
    return DataSource.newBuilder().setFilename(file.toString()).build();
  }

  private static WatchedDirectory folder(Path file) {
    Path parent = file.getParent();
    return WatchedDirectory.newBuilder().setPath(parent == null ? "." : parent.toString()).build();
  }
}
