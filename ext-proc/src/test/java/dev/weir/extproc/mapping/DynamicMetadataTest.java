package dev.weir.extproc.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.BytesValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.PropertyValue;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Metadata of other filters as properties; values as Envoy 1.40 gives them to a module in its own
/// VM.
class DynamicMetadataTest {
  private static final Value TEXT = Value.newBuilder().setStringValue("value").build();
  private static final Value SEVEN = Value.newBuilder().setNumberValue(7).build();
  private static final Struct STRUCT =
      Struct.newBuilder()
          .putFields("key", TEXT)
          .putFields("number", SEVEN)
          .putFields(
              "list",
              Value.newBuilder().setListValue(ListValue.newBuilder().addValues(TEXT)).build())
          .build();

  private static Optional<PropertyValue> find(Metadata metadata, String... path) {
    DynamicMetadata found = new DynamicMetadata();
    found.add(Slice.of(metadata.toByteArray()));
    return found.find(List.of(path));
  }

  private static Optional<PropertyValue> untyped(String... below) {
    return find(Metadata.newBuilder().putFilterMetadata("given", STRUCT).build(), below);
  }

  private static Optional<PropertyValue> typed(Message message, String... below) {
    Metadata metadata =
        Metadata.newBuilder()
            .putFilterMetadata("given", STRUCT)
            .putTypedFilterMetadata("ns", Any.pack(message))
            .putTypedFilterMetadata("other", Any.pack(BoolValue.of(false)))
            .build();
    DynamicMetadata found = new DynamicMetadata();
    found.add(Slice.of(metadata.toByteArray()));
    List<String> path = new java.util.ArrayList<>();
    path.addAll(List.of("metadata", "typed_filter_metadata", "ns"));
    path.addAll(List.of(below));
    return found.find(path);
  }

  @Test
  void findsValuesOfAStruct() {
    assertThat(untyped("metadata", "filter_metadata", "given", "key"))
        .contains(PropertyValue.Text.of("value"));
    assertThat(untyped("metadata", "filter_metadata", "given", "list", "0"))
        .contains(PropertyValue.Text.of("value"));
    assertThat(untyped("metadata", "filter_metadata", "given", "list", "1")).isEmpty();
    assertThat(untyped("metadata", "filter_metadata", "given", "key", "deeper")).isEmpty();
    assertThat(untyped("metadata", "filter_metadata", "another", "key")).isEmpty();
    assertThat(untyped("metadata", "nonsense", "given", "key")).isEmpty();
    assertThat(untyped("given", "key")).isEmpty();
    assertThat(untyped()).isEmpty();
  }

  @Test
  void aNumberOfAStructIsADouble() {
    assertThat(untyped("metadata", "filter_metadata", "given", "number"))
        .contains(new PropertyValue.Float64(7));
  }

  @Test
  void findsAWholeNamespaceAndAllOfThem() {
    Struct one = Struct.newBuilder().putFields("key", TEXT).build();
    Metadata metadata = Metadata.newBuilder().putFilterMetadata("given", one).build();
    var namespace = new PropertyValue.Mapping(Map.of("key", PropertyValue.Text.of("value")));

    assertThat(find(metadata, "metadata", "filter_metadata", "given")).contains(namespace);
    assertThat(find(metadata, "metadata", "filter_metadata"))
        .contains(new PropertyValue.Mapping(Map.of("given", namespace)));
    assertThat(find(Metadata.getDefaultInstance(), "metadata", "filter_metadata")).isEmpty();
  }

  @Test
  void unwrapsTypedMetadataOfProtobufsOwnTypes() {
    assertThat(typed(StringValue.of("hello"))).contains(PropertyValue.Text.of("hello"));
    assertThat(typed(BytesValue.of(com.google.protobuf.ByteString.copyFromUtf8("b"))))
        .contains(PropertyValue.Text.of("b"));
    assertThat(typed(BoolValue.of(true))).contains(new PropertyValue.Bool(true));
    assertThat(typed(Int32Value.of(-5))).contains(new PropertyValue.Int64(-5));
    assertThat(typed(UInt64Value.of(-1))).contains(new PropertyValue.Int64(-1));
    assertThat(typed(DoubleValue.of(5))).contains(new PropertyValue.Float64(5));
    assertThat(typed(FloatValue.of(0.5f))).contains(new PropertyValue.Float64(0.5));
    assertThat(typed(Durations.fromMillis(1_500))).contains(new PropertyValue.Nanos(1_500_000_000));
    assertThat(typed(Timestamps.fromNanos(-7))).contains(new PropertyValue.Nanos(-7));
  }

  @Test
  void looksIntoTypedMetadataThatIsAStruct() {
    assertThat(typed(STRUCT, "key")).contains(PropertyValue.Text.of("value"));
    assertThat(typed(STRUCT, "none")).isEmpty();
    assertThat(typed(SEVEN)).contains(new PropertyValue.Float64(7));
    assertThat(typed(ListValue.newBuilder().addValues(TEXT).build(), "0"))
        .contains(PropertyValue.Text.of("value"));
  }

  @Test
  void givesTheBytesOfAnyOtherTypedMetadata() {
    SocketAddress message = SocketAddress.newBuilder().setAddress("10.1.2.3").build();

    assertThat(typed(message))
        .contains(new PropertyValue.Message(Bytes.wrap(message.toByteArray())));
    assertThat(typed(message, "address")).isEmpty();
  }

  @Test
  void theLastMessageWithMetadataCounts() {
    DynamicMetadata found = new DynamicMetadata();
    Metadata.Builder metadata = Metadata.newBuilder().putFilterMetadata("given", STRUCT);
    found.add(Slice.of(metadata.build().toByteArray()));
    found.add(
        Slice.of(metadata.putTypedFilterMetadata("ns", Any.pack(TEXT)).build().toByteArray()));
    found.add(Slice.empty());

    assertThat(found.find(List.of("metadata", "typed_filter_metadata", "ns")))
        .contains(PropertyValue.Text.of("value"));
  }
}
