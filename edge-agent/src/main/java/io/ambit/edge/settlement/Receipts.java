package io.ambit.edge.settlement;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.ambit.edge.admission.Charge;
import io.ambit.edge.admission.Costs;
import io.ambit.lease.Boot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes decision ids and reads them back. An id is {@code <boot>-<number>}, and if the request was
 * admitted {@code -<receipt>} behind it: the charge, and a seal over all of it under a key that
 * lives as long as this process. Thread-safe.
 */
public final class Receipts {
  /** The longest id that is looked at. */
  static final int MAX_LENGTH = 2_048;

  private static final String SEAL = "HmacSHA256";

  /** 96 bits: nobody guesses one in the minutes that a receipt is good for. */
  private static final int SEAL_BYTES = 12;

  private static final Base64.Encoder WRITER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder READER = Base64.getUrlDecoder();

  private final String prefix;
  private final SecretKeySpec key;
  private final long originNanos;
  private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);
  private final AtomicLong counter = new AtomicLong();

  /**
   * Receipts of one boot.
   *
   * @param secret at least 16 random bytes
   * @param originNanos the monotonic clock now
   */
  public Receipts(Boot boot, byte[] secret, long originNanos) {
    this.prefix = boot + "-";
    this.key = new SecretKeySpec(secret, SEAL);
    this.originNanos = originNanos;
  }

  /** The id of a request that was refused: there is nothing to settle. */
  public String refused() {
    return prefix + text(counter.incrementAndGet());
  }

  /** The id of a request that was admitted for {@code charge}. */
  public String admitted(Charge charge) {
    long number = counter.incrementAndGet();
    byte[] body = write(number, charge);
    byte[] sealed = Arrays.copyOf(body, body.length + SEAL_BYTES);
    System.arraycopy(macs.get().doFinal(body), 0, sealed, body.length, SEAL_BYTES);
    return prefix + text(number) + '-' + WRITER.encodeToString(sealed);
  }

  /** What {@code id} says; empty if it is not of this boot, of a refused request, or forged. */
  public Optional<Receipt> read(String id) {
    if (id.length() > MAX_LENGTH || !id.startsWith(prefix)) {
      return Optional.empty();
    }
    String[] parts = id.substring(prefix.length()).split("-", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    try {
      return open(READER.decode(parts[1]))
          .filter(receipt -> text(receipt.number()).equals(parts[0]));
    } catch (IllegalArgumentException | IOException nonsense) {
      return Optional.empty();
    }
  }

  private Optional<Receipt> open(byte[] sealed) throws IOException {
    if (sealed.length <= SEAL_BYTES) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOf(sealed, sealed.length - SEAL_BYTES);
    byte[] seal = Arrays.copyOfRange(sealed, body.length, sealed.length);
    byte[] expected = Arrays.copyOf(macs.get().doFinal(body), SEAL_BYTES);
    return MessageDigest.isEqual(seal, expected) ? Optional.of(read(body)) : Optional.empty();
  }

  private byte[] write(long number, Charge charge) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);
    try {
      out.writeUInt64NoTag(number);
      out.writeSInt64NoTag(charge.decidedNanos() - originNanos);
      out.writeBoolNoTag(charge.debited());
      out.writeStringNoTag(charge.tenant());
      out.writeUInt64NoTag(charge.costs().others());
      out.writeUInt32NoTag(charge.costs().named().size());
      for (Map.Entry<String, Long> each : charge.costs().named().entrySet()) {
        out.writeStringNoTag(each.getKey());
        out.writeUInt64NoTag(each.getValue());
      }
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("memory refuses bytes", e);
    }
    return bytes.toByteArray();
  }

  private Receipt read(byte[] body) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(ByteBuffer.wrap(body));
    long number = in.readUInt64();
    long decidedNanos = in.readSInt64() + originNanos;
    boolean debited = in.readBool();
    String tenant = in.readString();
    long others = in.readUInt64();
    TreeMap<String, Long> named = new TreeMap<>();
    for (int left = in.readUInt32(); left > 0; left--) {
      named.put(in.readString(), in.readUInt64());
    }
    Costs costs = new Costs(others, named);
    return new Receipt(number, new Charge(tenant, costs, decidedNanos, debited));
  }

  private static String text(long number) {
    return Long.toString(number, Character.MAX_RADIX);
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(SEAL);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + SEAL, e);
    }
  }
}
