package io.ambit.edge.settlement;

import io.ambit.edge.admission.Charge;
import io.ambit.lease.Boot;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes decision ids and reads them back. An id is {@code <boot>-<number>-<receipt>}: the charge
 * of an admitted request or the figures of a refusal, and a seal over all of it under a key that
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

  /** The id of a request that was refused: there is nothing to settle, but why is in it. */
  public String refused(Refused refused) {
    return id(number -> ReceiptCodec.write(number, refused, originNanos));
  }

  /** The id of a request that was admitted for {@code charge}. */
  public String admitted(Charge charge) {
    return id(number -> ReceiptCodec.write(number, charge, originNanos));
  }

  /** What {@code id} says; empty if it is not of this boot, of a refused request, or forged. */
  public Optional<Receipt> read(String id) {
    return open(id)
        .flatMap(read -> read.refused() == null ? Optional.of(read.receipt()) : Optional.empty());
  }

  /** Why {@code id} was refused; empty if it is not of this boot, of no refusal, or forged. */
  public Optional<Refused> readRefused(String id) {
    return open(id).flatMap(read -> Optional.ofNullable(read.refused()));
  }

  private String id(LongFunction<byte[]> body) {
    long number = counter.incrementAndGet();
    byte[] open = body.apply(number);
    byte[] sealed = Arrays.copyOf(open, open.length + SEAL_BYTES);
    System.arraycopy(macs.get().doFinal(open), 0, sealed, open.length, SEAL_BYTES);
    return prefix + text(number) + '-' + WRITER.encodeToString(sealed);
  }

  private Optional<ReceiptCodec.Read> open(String id) {
    if (id.length() > MAX_LENGTH || !id.startsWith(prefix)) {
      return Optional.empty();
    }
    String[] parts = id.substring(prefix.length()).split("-", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    try {
      return unseal(READER.decode(parts[1]))
          .filter(read -> text(read.receipt().number()).equals(parts[0]));
    } catch (IllegalArgumentException | IOException nonsense) {
      return Optional.empty();
    }
  }

  private Optional<ReceiptCodec.Read> unseal(byte[] sealed) throws IOException {
    if (sealed.length <= SEAL_BYTES) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOf(sealed, sealed.length - SEAL_BYTES);
    byte[] seal = Arrays.copyOfRange(sealed, body.length, sealed.length);
    byte[] expected = Arrays.copyOf(macs.get().doFinal(body), SEAL_BYTES);
    return MessageDigest.isEqual(seal, expected)
        ? Optional.of(ReceiptCodec.read(body, originNanos))
        : Optional.empty();
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
