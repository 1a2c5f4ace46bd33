package io.ambit.edge.admission;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is known at the gate, by name: an array at most half full, in which mostly the first that is
 * looked at is the one. Names that would be far from where their hash says, as somebody may choose
 * them, are kept apart. Immutable.
 */
final class TenantTable {
  static final TenantTable EMPTY = new TenantTable(List.of());

  /** The farthest a name is from its place. */
  private static final int FARTHEST = 16;

  private final @Nullable TenantGate[] tenants;
  private final Map<String, TenantGate> far = new HashMap<>();
  private final int size;

  TenantTable(Collection<TenantGate> all) {
    int slots = Integer.highestOneBit(Math.max(1, all.size())) * 4;
    this.tenants = new TenantGate[slots];
    this.size = all.size();
    all.forEach(this::put);
  }

  @Nullable TenantGate find(String name) {
    int hash = spread(name.hashCode());
    int mask = tenants.length - 1;
    for (int i = 0; i < FARTHEST; i++) {
      int at = (hash + i) & mask;
      TenantGate there = tenants[at];
      if (there == null) {
        return null;
      }
      if (there.isCalled(name, hash)) {
        return there;
      }
    }
    return far.get(name);
  }

  int size() {
    return size;
  }

  /** Everybody, in no order. */
  void forEach(Consumer<TenantGate> what) {
    for (TenantGate each : tenants) {
      if (each != null) {
        what.accept(each);
      }
    }
    far.values().forEach(what);
  }

  private void put(TenantGate tenant) {
    int hash = spread(tenant.name().hashCode());
    int mask = tenants.length - 1;
    for (int i = 0; i < FARTHEST; i++) {
      int at = (hash + i) & mask;
      if (tenants[at] == null) {
        tenants[at] = tenant;
        return;
      }
    }
    far.put(tenant.name(), tenant);
  }

  /** Names that differ in their last letters alone go to different places. */
  static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }
}
