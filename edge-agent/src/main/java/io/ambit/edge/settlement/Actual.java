package io.ambit.edge.settlement;

import io.ambit.edge.admission.Costs;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request took after all.
 *
 * @param others of the limits charged the plain cost; null leaves that as it was
 * @param named of limits by name; what is not named stays as it was
 */
public record Actual(@Nullable Long others, SortedMap<String, Long> named) {
  public Actual {
    named = Collections.unmodifiableSortedMap(new TreeMap<>(named));
  }

  /** Everything the request took, known what it was charged. */
  Costs after(Costs charged) {
    TreeMap<String, Long> all = new TreeMap<>(charged.named());
    all.putAll(named);
    return new Costs(others == null ? charged.others() : others, all);
  }
}
