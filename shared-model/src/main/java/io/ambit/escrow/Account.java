package io.ambit.escrow;

import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import java.util.Comparator;

/** One period of one limit: what is allotted for it is spent in it or never. */
public record Account(LimitKey limit, Period period) implements Comparable<Account> {
  private static final Comparator<Account> ORDER =
      Comparator.comparing(Account::limit).thenComparing(Account::period);

  @Override
  public int compareTo(Account other) {
    return ORDER.compare(this, other);
  }
}
