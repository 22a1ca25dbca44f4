package dev.weir.proxywasm.foreign;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.foreign.ForeignFunction.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// `sign` and `verify_signature`: RSA (PKCS #1 v1.5) and ECDSA, keys as DER or PEM.
final class Signatures {
  /// Fields that the arguments of both functions share.
  private static final int HASH_FUNCTION = 1;

  private static final int KEY_DER = 2;
  private static final int VERIFY_SIGNATURE = 3;
  private static final int VERIFY_TEXT = 4;
  private static final int VERIFY_KEY_PEM = 5;
  private static final int SIGN_TEXT = 3;
  private static final int SIGN_KEY_PEM = 4;

  /// Fields of the results.
  private static final int RESULT = 1;

  private static final int VERIFY_ERROR = 2;
  private static final int SIGN_SIGNATURE = 2;
  private static final int SIGN_ERROR = 3;

  private static final List<String> ALGORITHMS = List.of("RSA", "EC");

  private Signatures() {}

  static Result verify(byte[] argument) {
    Optional<MessageFields> fields = MessageFields.read(argument);
    Optional<byte[]> der = fields.flatMap(f -> der(f.bytes(KEY_DER), f.text(VERIFY_KEY_PEM)));
    Optional<PublicKey> key = der.flatMap(Signatures::publicKey);
    return key.isEmpty()
        ? Result.failed(ProxyStatus.BAD_ARGUMENT)
        : verify(fields.orElseThrow(), key.get());
  }

  private static Result verify(MessageFields fields, PublicKey key) {
    try {
      Signature signature = Signature.getInstance(algorithm(fields, key));
      signature.initVerify(key);
      signature.update(fields.bytes(VERIFY_TEXT).toByteArray());
      boolean valid = signature.verify(fields.bytes(VERIFY_SIGNATURE).toByteArray());
      return result(valid, ByteString.EMPTY, VERIFY_ERROR, valid ? "" : "signature mismatch");
    } catch (GeneralSecurityException e) {
      return result(false, ByteString.EMPTY, VERIFY_ERROR, String.valueOf(e.getMessage()));
    }
  }

  static Result sign(byte[] argument) {
    Optional<MessageFields> fields = MessageFields.read(argument);
    Optional<byte[]> der = fields.flatMap(f -> der(f.bytes(KEY_DER), f.text(SIGN_KEY_PEM)));
    Optional<PrivateKey> key = der.flatMap(Signatures::privateKey);
    return key.isEmpty()
        ? Result.failed(ProxyStatus.BAD_ARGUMENT)
        : sign(fields.orElseThrow(), key.get());
  }

  private static Result sign(MessageFields fields, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(algorithm(fields, key));
      signature.initSign(key);
      signature.update(fields.bytes(SIGN_TEXT).toByteArray());
      return result(true, ByteString.copyFrom(signature.sign()), SIGN_ERROR, "");
    } catch (GeneralSecurityException e) {
      return result(false, ByteString.EMPTY, SIGN_ERROR, String.valueOf(e.getMessage()));
    }
  }

  /// `sha256` with an RSA key is `SHA256withRSA`.
  private static String algorithm(MessageFields fields, Key key) throws GeneralSecurityException {
    String hash =
        switch (fields.text(HASH_FUNCTION)) {
          case "sha1" -> "SHA1";
          case "sha224" -> "SHA224";
          case "sha256" -> "SHA256";
          case "sha384" -> "SHA384";
          case "sha512" -> "SHA512";
          default -> throw new GeneralSecurityException("unknown hash function");
        };
    return hash + "with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
  }

  /// A key comes in one of the two forms, never both.
  private static Optional<byte[]> der(ByteString der, String pem) {
    if (der.isEmpty() == pem.isEmpty()) {
      return Optional.empty();
    }
    if (pem.isEmpty()) {
      return Optional.of(der.toByteArray());
    }
    try {
      String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<PublicKey> publicKey(byte[] der) {
    KeySpec spec = new X509EncodedKeySpec(der);
    for (String algorithm : ALGORITHMS) {
      try {
        return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(spec));
      } catch (GeneralSecurityException e) {
        // not a key of this algorithm
      }
    }
    return Optional.empty();
  }

  private static Optional<PrivateKey> privateKey(byte[] der) {
    KeySpec spec = new PKCS8EncodedKeySpec(der);
    for (String algorithm : ALGORITHMS) {
      try {
        return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
      } catch (GeneralSecurityException e) {
        // not a key of this algorithm
      }
    }
    return Optional.empty();
  }

  /// Both results: a truth value, perhaps a signature, an error text.
  private static Result result(boolean good, ByteString signature, int errorField, String error) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      if (good) {
        out.writeBool(RESULT, true);
      }
      if (!signature.isEmpty()) {
        out.writeBytes(SIGN_SIGNATURE, signature);
      }
      if (!error.isEmpty()) {
        out.writeString(errorField, error);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Result.of(Bytes.wrap(bytes.toByteArray()));
  }
}
