package io.ambit.edge.door.disk;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ambit.edge.core.Snapshot;
import io.ambit.edge.door.disk.v1.Disk;
import io.ambit.lease.HeldLease;
import io.ambit.lease.Ladder;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Rung;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.model.ControlLoss;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Words;
import io.ambit.wire.UnreadableRecordException;
import io.ambit.wire.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * A snapshot as bytes and back: a checksum, then Protobuf. The checksum tells a file that a machine
 * crash left half written from one that merely says less.
 *
 * @param node whose state it is
 * @param machineBoot the boot that instants belong to; empty if none may be believed later
 */
record StateCodec(String node, String machineBoot) {
  private static final int MAJOR = 1;
  private static final int HEADER_BYTES = Integer.BYTES;
  private static final long LONGEST_NANOS =
      TimeUnit.MILLISECONDS.toNanos(LeaseGrant.MAX_HOLD_MILLIS);

  byte[] write(Snapshot snapshot, long nowNanos) {
    Disk.State.Builder state =
        Disk.State.newBuilder()
            .setMajor(MAJOR)
            .setMachineBoot(machineBoot)
            .setWrittenNanos(nowNanos)
            .setNode(node)
            .setEpoch(snapshot.stamp().epoch())
            .setSequence(snapshot.stamp().sequence());
    Long answeredNanos = snapshot.answeredNanos();
    if (answeredNanos != null) {
      state.setAnswered(true).setAnsweredNanos(answeredNanos);
    }
    snapshot.leases().forEach(lease -> state.addLeases(write(lease)));
    snapshot.policy().forEach(record -> state.addPolicy(write(record)));
    state.addAllLeafTenants(snapshot.leafTenants());
    state.setEscrow(EscrowState.write(snapshot.escrow()));
    return seal(state.build().toByteArray());
  }

  Snapshot read(byte[] bytes, long nowNanos) throws UnreadableStateException {
    Disk.State state = open(bytes);
    if (state.getMajor() != MAJOR) {
      throw new UnreadableStateException(
          "version %d (expected: %d)".formatted(state.getMajor(), MAJOR));
    }
    try {
      List<PolicyRecord> policy = new ArrayList<>();
      for (Disk.Policy each : state.getPolicyList()) {
        policy.add(Wire.decodePolicy(each.getKey(), each.getEnvelope().toByteArray(), 0));
      }
      return snapshot(state, policy, nowNanos);
    } catch (UnreadableRecordException | IllegalArgumentException e) {
      throw new UnreadableStateException(String.valueOf(e.getMessage()));
    }
  }

  private Snapshot snapshot(Disk.State state, List<PolicyRecord> policy, long nowNanos) {
    if (!state.getNode().equals(node)) {
      return Snapshot.ofPolicy(policy);
    }
    boolean timesHold = timesHold(state, nowNanos);
    List<HeldLease> leases =
        state.getLeasesList().stream().map(lease -> read(lease, timesHold, nowNanos)).toList();
    Long answeredNanos = timesHold && state.getAnswered() ? state.getAnsweredNanos() : null;
    return new Snapshot(
        policy,
        new Stamp(state.getEpoch(), state.getSequence()),
        leases,
        answeredNanos,
        0,
        EscrowState.read(state.getEscrow(), isSameMachineBoot(state)),
        List.copyOf(state.getLeafTenantsList()));
  }

  /** Whether instants in the file are on the clock that this process reads. */
  private boolean timesHold(Disk.State state, long nowNanos) {
    return isSameMachineBoot(state) && nowNanos - state.getWrittenNanos() >= 0;
  }

  /**
   * Whether everything that was written is here: a crash of the machine may bring an older file.
   */
  private boolean isSameMachineBoot(Disk.State state) {
    return !machineBoot.isEmpty() && state.getMachineBoot().equals(machineBoot);
  }

  /** A lease whose end cannot be told has ended: its floor is what is left. */
  private static HeldLease read(Disk.Lease lease, boolean timesHold, long nowNanos) {
    boolean lives = timesHold && lease.getUsableUntilNanos() - nowNanos <= LONGEST_NANOS;
    return new HeldLease(
        new LimitKey(lease.getTenant(), lease.getLimit()),
        new Share(lease.getRateMilli(), lease.getDepthMilli()),
        new Share(lease.getFloorRateMilli(), lease.getFloorDepthMilli()),
        lives ? lease.getFreshUntilNanos() : nowNanos,
        lives ? lease.getUsableUntilNanos() : nowNanos,
        new Ladder(
            onLoss(lease.getOnLoss()),
            new Share(lease.getBeyondRateMilli(), lease.getBeyondDepthMilli()),
            parent(lease.getParentRung())));
  }

  private static Rung parent(String word) {
    return word.isEmpty()
        ? Ladder.HOLD.parent()
        : Words.find(Rung.class, word)
            .orElseThrow(() -> new IllegalArgumentException("parent_rung: " + word));
  }

  private static ControlLoss.Mode onLoss(String word) {
    return word.isEmpty()
        ? Ladder.HOLD.mode()
        : Words.find(ControlLoss.Mode.class, word)
            .orElseThrow(() -> new IllegalArgumentException("on_loss: " + word));
  }

  private static Disk.Lease write(HeldLease lease) {
    return Disk.Lease.newBuilder()
        .setTenant(lease.key().tenant())
        .setLimit(lease.key().limit())
        .setRateMilli(lease.lease().rateMilli())
        .setDepthMilli(lease.lease().depthMilli())
        .setFloorRateMilli(lease.floor().rateMilli())
        .setFloorDepthMilli(lease.floor().depthMilli())
        .setFreshUntilNanos(lease.freshUntilNanos())
        .setUsableUntilNanos(lease.usableUntilNanos())
        .setOnLoss(
            lease.ladder().mode() == Ladder.HOLD.mode() ? "" : Words.of(lease.ladder().mode()))
        .setBeyondRateMilli(lease.ladder().beyond().rateMilli())
        .setBeyondDepthMilli(lease.ladder().beyond().depthMilli())
        .setParentRung(
            lease.ladder().parent() == Ladder.HOLD.parent()
                ? ""
                : Words.of(lease.ladder().parent()))
        .build();
  }

  private static Disk.Policy write(PolicyRecord record) {
    return Disk.Policy.newBuilder()
        .setKey(record.key().toString())
        .setEnvelope(ByteString.copyFrom(Wire.encode(record)))
        .build();
  }

  private static byte[] seal(byte[] body) {
    return ByteBuffer.allocate(HEADER_BYTES + body.length).putInt(checksum(body)).put(body).array();
  }

  private static Disk.State open(byte[] bytes) throws UnreadableStateException {
    if (bytes.length < HEADER_BYTES) {
      throw new UnreadableStateException("%d bytes are too few".formatted(bytes.length));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int expected = buffer.getInt();
    byte[] body = new byte[buffer.remaining()];
    buffer.get(body);
    if (checksum(body) != expected) {
      throw new UnreadableStateException("the checksum does not fit");
    }
    try {
      return Disk.State.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableStateException("not Protobuf");
    }
  }

  private static int checksum(byte[] body) {
    CRC32C checksum = new CRC32C();
    checksum.update(body);
    return (int) checksum.getValue();
  }
}
