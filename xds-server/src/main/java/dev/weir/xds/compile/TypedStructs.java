package dev.weir.xds.compile;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;

/// Configuration newer than the Java stubs, in the form that Envoy itself reads into its own types.
final class TypedStructs {
  private TypedStructs() {}

  /// `fields` as the message that `typeUrl` names.
  static Any pack(String typeUrl, Struct fields) {
    return Contents.pack(TypedStruct.newBuilder().setTypeUrl(typeUrl).setValue(fields).build());
  }

  /// `message` with one field more than its stub has.
  static Any packWith(Message message, String field, Value value, TypeRegistry types) {
    Struct fields = fields(message, types).toBuilder().putFields(field, value).build();
    return pack(TypeUrls.of(message.getDescriptorForType()), fields);
  }

  /// `message` in its JSON form.
  static Struct fields(Message message, TypeRegistry types) {
    Struct.Builder fields = Struct.newBuilder();
    try {
      String json =
          JsonFormat.printer()
              .usingTypeRegistry(types)
              .preservingProtoFieldNames()
              .omittingInsignificantWhitespace()
              .print(message);
      JsonFormat.parser().merge(json, fields);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "%s: has no JSON form".formatted(message.getDescriptorForType().getFullName()), e);
    }
    return fields.build();
  }
}
