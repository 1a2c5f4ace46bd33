package io.ambit.global.core;

import io.ambit.model.Bounds;
import io.ambit.model.Names;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an operator can have failed over. Each kind has its own class that carries it out. */
public sealed interface FailoverSpec {
  /**
   * The writes of tenants are to belong to another region, or to a first one.
   *
   * @param tenants at most {@value #MOST_TENANTS}
   * @param unplanned the regions they are in now are lost
   * @param awaitsMarks they are to be activated once marks say that the target has all writes
   */
  record MoveHome(SortedSet<String> tenants, String to, boolean unplanned, boolean awaitsMarks)
      implements FailoverSpec {
    public static final int MOST_TENANTS = 10_000;

    public MoveHome {
      Names.require("to", to);
      if (unplanned && awaitsMarks) {
        throw new IllegalArgumentException(
            "awaitsMarks: true (expected: false, since a region that is lost tells of none)");
      }
      Bounds.require("tenants", tenants.size(), 1, MOST_TENANTS);
      tenants.forEach(tenant -> Names.require("tenants", tenant));
      tenants = Collections.unmodifiableSortedSet(new TreeSet<>(tenants));
    }
  }
}
