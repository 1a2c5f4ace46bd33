package io.ambit.wire;

import io.ambit.lease.Ladder;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Rung;
import io.ambit.lease.Share;
import io.ambit.model.ControlLoss;
import io.ambit.model.LimitKey;
import io.ambit.wire.v1.V1;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Leases in columns. */
final class LeaseColumnsCodec {
  private LeaseColumnsCodec() {}

  static V1.LeaseColumns write(List<LeaseGrant> leases) {
    Map<String, Integer> words = new LinkedHashMap<>();
    words.put("", 0);
    for (LeaseGrant lease : leases) {
      words.putIfAbsent(onLoss(lease), words.size());
      words.putIfAbsent(parentRung(lease), words.size());
    }
    return V1.LeaseColumns.newBuilder()
        .setKeys(KeysCodec.write(leases, LeaseGrant::key))
        .setLease(Columns.shares(leases, LeaseGrant::lease))
        .setFloor(Columns.shares(leases, LeaseGrant::floor))
        .setTtlMillis(Columns.numbers(leases, LeaseGrant::ttlMillis))
        .setHoldMillis(Columns.numbers(leases, LeaseGrant::holdMillis))
        .setFilled(Columns.amounts(leases, LeaseGrant::filledMilli))
        .setCredited(Columns.amounts(leases, LeaseGrant::creditedMilli))
        .setWanted(Columns.numbers(leases, lease -> lease.wanted() ? 1 : 0))
        .setBeyond(Columns.shares(leases, lease -> lease.ladder().beyond()))
        .addAllWords(words.keySet().stream().skip(1).toList())
        .setOnLoss(Columns.numbers(leases, lease -> words.getOrDefault(onLoss(lease), 0)))
        .setParentRung(Columns.numbers(leases, lease -> words.getOrDefault(parentRung(lease), 0)))
        .build();
  }

  static List<LeaseGrant> read(String field, V1.LeaseColumns columns) {
    List<LimitKey> keys = KeysCodec.read(field, columns.getKeys());
    int size = keys.size();
    List<Share> leases = Columns.readShares("lease", columns.getLease(), size);
    List<Share> floors = Columns.readShares("floor", columns.getFloor(), size);
    long[] ttls = Columns.read("ttlMillis", columns.getTtlMillis(), size);
    long[] holds = Columns.read("holdMillis", columns.getHoldMillis(), size);
    long[] filled = Columns.read("filledMilli", columns.getFilled(), size);
    long[] credited = Columns.read("creditedMilli", columns.getCredited(), size);
    long[] wanted = Columns.read("wanted", columns.getWanted(), size);
    List<Share> beyond = Columns.readShares("beyond", columns.getBeyond(), size);
    long[] onLoss = Columns.read("onLoss", columns.getOnLoss(), size);
    long[] parentRung = Columns.read("parentRung", columns.getParentRung(), size);
    List<LeaseGrant> read = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      read.add(
          new LeaseGrant(
              keys.get(i),
              leases.get(i),
              floors.get(i),
              ttls[i],
              holds[i],
              filled[i],
              credited[i],
              wanted[i] != 0,
              ladder(word(columns, onLoss[i]), beyond.get(i), word(columns, parentRung[i]))));
    }
    return read;
  }

  static Ladder ladder(String onLoss, Share beyond, String parentRung) {
    return new Ladder(
        onLoss.isEmpty()
            ? Ladder.HOLD.mode()
            : Choices.read("onLoss", ControlLoss.Mode.class, onLoss),
        beyond,
        parentRung.isEmpty()
            ? Ladder.HOLD.parent()
            : Choices.read("parentRung", Rung.class, parentRung));
  }

  private static String onLoss(LeaseGrant lease) {
    ControlLoss.Mode mode = lease.ladder().mode();
    return mode == Ladder.HOLD.mode() ? "" : Choices.write(mode);
  }

  private static String parentRung(LeaseGrant lease) {
    Rung parent = lease.ladder().parent();
    return parent == Ladder.HOLD.parent() ? "" : Choices.write(parent);
  }

  private static String word(V1.LeaseColumns columns, long index) {
    if (index < 0 || index > columns.getWordsCount()) {
      throw new IllegalArgumentException("words: refers to what is not there");
    }
    return index == 0 ? "" : columns.getWords((int) index - 1);
  }
}
