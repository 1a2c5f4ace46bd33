package io.ambit.edge.door.disk;

import io.ambit.edge.door.disk.v1.Disk;
import io.ambit.escrow.Account;
import io.ambit.escrow.Closing;
import io.ambit.escrow.EscrowMemory;
import io.ambit.escrow.EscrowMemory.Reserve;
import io.ambit.lease.Boot;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import java.util.List;

/** What the disk remembers of period budgets. */
final class EscrowState {
  private EscrowState() {}

  static Disk.Escrow write(EscrowMemory memory) {
    Disk.Escrow.Builder escrow = Disk.Escrow.newBuilder();
    Boot boot = memory.boot();
    if (boot != null) {
      escrow.setBoot(boot.id());
    }
    for (Reserve each : memory.reserves()) {
      escrow.addReserves(
          Disk.Amount.newBuilder().setAccount(write(each.account())).setMilli(each.milli()));
    }
    for (Closing each : memory.closings()) {
      escrow.addClosings(
          Disk.Amount.newBuilder()
              .setAccount(write(each.account()))
              .setBoot(each.boot().id())
              .setMilli(each.spentMilli()));
    }
    return escrow.build();
  }

  /**
   * What was remembered.
   *
   * @param complete false if the file may be older than what that boot spent: then nothing is known
   *     of it, and what it was allotted stays charged
   */
  static EscrowMemory read(Disk.Escrow escrow, boolean complete) {
    List<Reserve> reserves =
        escrow.getReservesList().stream()
            .map(each -> new Reserve(read(each.getAccount()), each.getMilli()))
            .toList();
    List<Closing> closings =
        escrow.getClosingsList().stream()
            .map(
                each ->
                    new Closing(read(each.getAccount()), new Boot(each.getBoot()), each.getMilli()))
            .toList();
    boolean known = complete && !escrow.getBoot().isEmpty();
    return new EscrowMemory(
        known ? new Boot(escrow.getBoot()) : null, known ? reserves : List.of(), closings, 0);
  }

  private static Disk.Account write(Account account) {
    return Disk.Account.newBuilder()
        .setTenant(account.limit().tenant())
        .setLimit(account.limit().limit())
        .setStartSeconds(account.period().startSeconds())
        .setEndSeconds(account.period().endSeconds())
        .build();
  }

  private static Account read(Disk.Account account) {
    return new Account(
        new LimitKey(account.getTenant(), account.getLimit()),
        new Period(account.getStartSeconds(), account.getEndSeconds()));
  }
}
