package io.ambit.edge.settlement;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.ambit.edge.admission.Charge;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Verdict;
import io.ambit.model.Mode;
import io.ambit.model.Operation;
import io.ambit.model.Priority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a receipt. Only the process that wrote it reads it, so constants go by their place
 * and nothing has a version.
 */
final class ReceiptCodec {
  private static final int USUAL_BYTES = 96;

  private ReceiptCodec() {}

  /** What was read; {@code refused} is null of an admitted request. */
  record Read(Receipt receipt, @Nullable Refused refused) {}

  /** Writes what comes next. */
  @FunctionalInterface
  private interface Part {
    void write(CodedOutputStream out) throws IOException;
  }

  static byte[] write(long number, Charge charge, long originNanos) {
    return bytes(
        out -> {
          write(out, number, charge, originNanos);
          out.writeBoolNoTag(false);
        });
  }

  static byte[] write(long number, Refused refused, long originNanos) {
    return bytes(
        out -> {
          write(out, number, refused.charge(), originNanos);
          out.writeBoolNoTag(true);
          write(out, refused);
        });
  }

  static Read read(byte[] body, long originNanos) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(ByteBuffer.wrap(body));
    long number = in.readUInt64();
    Charge charge = readCharge(in, originNanos);
    return new Read(new Receipt(number, charge), in.readBool() ? readRefused(in, charge) : null);
  }

  private static byte[] bytes(Part part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, USUAL_BYTES);
    try {
      part.write(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("memory refuses bytes", e);
    }
    return bytes.toByteArray();
  }

  private static void write(CodedOutputStream out, long number, Charge charge, long originNanos)
      throws IOException {
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
  }

  private static Charge readCharge(CodedInputStream in, long originNanos) throws IOException {
    long decidedNanos = in.readSInt64() + originNanos;
    boolean debited = in.readBool();
    String tenant = in.readString();
    long others = in.readUInt64();
    TreeMap<String, Long> named = new TreeMap<>();
    for (int left = in.readUInt32(); left > 0; left--) {
      named.put(in.readString(), in.readUInt64());
    }
    return new Charge(tenant, new Costs(others, named), decidedNanos, debited);
  }

  private static void write(CodedOutputStream out, Refused refused) throws IOException {
    Long age = refused.leaseAgeMillis();
    out.writeUInt32NoTag(refused.operation().ordinal());
    out.writeUInt32NoTag(refused.priority().ordinal());
    out.writeUInt32NoTag(refused.verdict().ordinal());
    out.writeUInt32NoTag(refused.reason().ordinal());
    out.writeStringNoTag(refused.limit());
    out.writeUInt64NoTag(refused.remaining());
    out.writeUInt64NoTag(refused.retryAfterMillis());
    out.writeUInt32NoTag(refused.mode().ordinal());
    out.writeUInt64NoTag(refused.policyRevision());
    out.writeSInt64NoTag(age == null ? -1 : age);
  }

  private static Refused readRefused(CodedInputStream in, Charge charge) throws IOException {
    Operation operation = Operation.values()[in.readUInt32()];
    Priority priority = Priority.values()[in.readUInt32()];
    Verdict verdict = Verdict.values()[in.readUInt32()];
    Reason reason = Reason.values()[in.readUInt32()];
    String limit = in.readString();
    long remaining = in.readUInt64();
    long retryAfterMillis = in.readUInt64();
    Mode mode = Mode.values()[in.readUInt32()];
    long policyRevision = in.readUInt64();
    long age = in.readSInt64();
    return new Refused(
        charge,
        operation,
        priority,
        verdict,
        reason,
        limit,
        remaining,
        retryAfterMillis,
        mode,
        policyRevision,
        age < 0 ? null : Long.valueOf(age));
  }
}
