package io.ambit.lease;

import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads grants back from the pages that {@link GrantPages} wrote, live or from the log: all of what
 * was granted, or nothing while a page is missing. A missing page does no harm for longer than it
 * takes the owner to see that nothing is acknowledged any more and to begin anew, or to write
 * {@value GrantPage#RING} more.
 *
 * <p>Not thread-safe. Bounded by the children whose pages it is given and what they are granted.
 */
public final class GrantBook {
  private final SortedMap<String, Pages> children = new TreeMap<>();

  /**
   * Takes a page in, in the order of the log; one that was there before changes nothing.
   *
   * @return the grants it completes
   */
  public Optional<Grants> read(GrantPage page) {
    Pages pages = children.get(page.lines().node());
    if (pages == null || page.base().isAfter(pages.base)) {
      pages = new Pages(page);
      children.put(page.lines().node(), pages);
    } else if (!page.base().equals(pages.base)) {
      return Optional.empty();
    }
    pages.add(page);
    return pages.isComplete() ? Optional.of(pages.grants()) : Optional.empty();
  }

  /**
   * At the end of a log: what is known of children of whom a page is missing, older lines where
   * there is none that is newer. Whoever takes over charges at least that.
   */
  public List<Grants> incomplete() {
    List<Grants> known = new ArrayList<>();
    for (Pages pages : children.values()) {
      if (!pages.isComplete()) {
        known.add(pages.grants());
      }
    }
    return known;
  }

  private record Line(@Nullable LeaseGrant lease, @Nullable LeaseGrant outstanding, long page) {}

  /** The pages of one child and base. */
  private static final class Pages {
    private final Stamp base;
    private final Map<LimitKey, Line> lines = new HashMap<>();
    private GrantPage newest;

    /** All pages from this one to the newest were read. */
    private long unbrokenFrom;

    private boolean swept;

    Pages(GrantPage first) {
      this.base = first.base();
      this.newest = first;
      this.unbrokenFrom = first.number();
      this.swept = isFromTheStart();
      take(first);
    }

    void add(GrantPage page) {
      if (page.number() <= newest.number()) {
        return;
      }
      if (page.number() != newest.number() + 1) {
        unbrokenFrom = page.number();
        swept = false;
      }
      newest = page;
      take(page);
      if (!swept && page.number() - unbrokenFrom + 1 >= GrantPage.RING) {
        // Everything that is still so has been said since.
        lines.values().removeIf(line -> line.page() < unbrokenFrom);
        swept = true;
      }
    }

    private boolean isFromTheStart() {
      return unbrokenFrom <= 1;
    }

    boolean isComplete() {
      return swept && !newest.more();
    }

    private void take(GrantPage page) {
      Map<LimitKey, LeaseGrant> outstanding = new HashMap<>();
      page.lines().outstanding().forEach(each -> outstanding.put(each.key(), each));
      for (LeaseGrant lease : page.lines().leases()) {
        LeaseGrant still = outstanding.remove(lease.key());
        lines.put(lease.key(), new Line(lease, still, page.number()));
      }
      outstanding.forEach((key, still) -> lines.put(key, new Line(null, still, page.number())));
      page.dropped().forEach(lines::remove);
    }

    Grants grants() {
      List<LeaseGrant> leases = new ArrayList<>();
      List<LeaseGrant> outstanding = new ArrayList<>();
      new TreeMap<>(lines)
          .forEach(
              (key, line) -> {
                if (line.lease() != null) {
                  leases.add(line.lease());
                }
                if (line.outstanding() != null) {
                  outstanding.add(line.outstanding());
                }
              });
      return newest.lines().of(leases, outstanding);
    }
  }
}
