package io.ambit.lease;

import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes grants as pages of what changed, so that renewing a thousand leases takes one small
 * record, and the log still holds every one of them after compaction. Before a page takes the place
 * of an old one it says again what only that one said; besides, each page says some of what was
 * said longest ago, so that no page has much to say at once.
 *
 * <p>A child's ring begins anew with every owner and every boot of the child, and once it seems to
 * have missed a page, with a page or several that say all. Nobody needs to know what was before.
 *
 * <p>Not thread-safe; belongs to one term of one owner, which appends every page in this order or
 * ends. Bounded by what the owner grants.
 */
public final class GrantPages {
  /** The most limits of one page, so that it fits into a record whatever their names. */
  static final int MOST_PER_PAGE = 2_000;

  private final Map<String, Ring> rings = new HashMap<>();

  /** The pages that say {@code grants}; seldom more than one. */
  public List<GrantPage> write(Grants grants) {
    Ring ring = rings.get(grants.node());
    if (ring == null || !ring.boot.equals(grants.boot()) || grants.anew()) {
      ring = new Ring(grants);
      rings.put(grants.node(), ring);
    }
    if (grants.isEmpty()) {
      // Who holds nothing may be gone for good.
      rings.remove(grants.node());
    }
    return ring.write(grants);
  }

  /** What a page said of one limit; nothing at all if it was dropped. */
  private record Line(@Nullable LeaseGrant lease, @Nullable LeaseGrant outstanding, long page) {
    boolean says(@Nullable LeaseGrant nextLease, @Nullable LeaseGrant nextOutstanding) {
      return Objects.equals(lease, nextLease) && covers(outstanding, nextOutstanding);
    }

    /** What is outstanding ends sooner with every grant; that it said later is no harm. */
    private static boolean covers(@Nullable LeaseGrant said, @Nullable LeaseGrant next) {
      if (said == null || next == null) {
        return said == next;
      }
      return said.lease().equals(next.lease())
          && said.floor().equals(next.floor())
          && said.ladder().equals(next.ladder())
          && said.holdMillis() >= next.holdMillis();
    }

    boolean isDropped() {
      return lease == null && outstanding == null;
    }
  }

  private static final class Ring {
    private final Boot boot;
    private final Stamp base;

    /** By when it was said, longest ago first. */
    private final LinkedHashMap<LimitKey, Line> lines = new LinkedHashMap<>();

    private long number;

    Ring(Grants first) {
      this.boot = first.boot();
      this.base = first.stamp();
    }

    List<GrantPage> write(Grants grants) {
      Map<LimitKey, LeaseGrant> leases = byKey(grants.leases());
      Map<LimitKey, LeaseGrant> outstanding = byKey(grants.outstanding());
      List<LimitKey> waiting = changed(leases, outstanding);
      List<GrantPage> pages = new ArrayList<>();
      int said = 0;
      do {
        number++;
        Set<LimitKey> about = toSayAgain(pages.isEmpty());
        while (said < waiting.size() && about.size() < MOST_PER_PAGE) {
          about.add(waiting.get(said++));
        }
        pages.add(page(grants, about, leases, outstanding, said < waiting.size()));
      } while (said < waiting.size());
      return pages;
    }

    private List<LimitKey> changed(
        Map<LimitKey, LeaseGrant> leases, Map<LimitKey, LeaseGrant> outstanding) {
      Set<LimitKey> keys = new TreeSet<>(leases.keySet());
      keys.addAll(outstanding.keySet());
      List<LimitKey> changed = new ArrayList<>();
      for (LimitKey key : keys) {
        Line line = lines.get(key);
        if (line == null || !line.says(leases.get(key), outstanding.get(key))) {
          changed.add(key);
        }
      }
      lines.forEach(
          (key, line) -> {
            if (!line.isDropped() && !keys.contains(key)) {
              changed.add(key);
            }
          });
      return changed;
    }

    /**
     * What the page that is replaced said last, and on a first page some more for the next ones.
     */
    private Set<LimitKey> toSayAgain(boolean first) {
      long replaced = number - GrantPage.RING;
      int share = first ? Math.ceilDiv(lines.size(), GrantPage.RING) : 0;
      Set<LimitKey> again = new HashSet<>();
      Iterator<Map.Entry<LimitKey, Line>> oldest = lines.entrySet().iterator();
      while (oldest.hasNext()) {
        Map.Entry<LimitKey, Line> each = oldest.next();
        boolean must = each.getValue().page() <= replaced;
        if (!must && again.size() >= share) {
          break;
        }
        if (!each.getValue().isDropped()) {
          again.add(each.getKey());
        } else if (must) {
          // Whatever said anything else of it has been replaced by now.
          oldest.remove();
        }
      }
      return again;
    }

    private GrantPage page(
        Grants grants,
        Set<LimitKey> about,
        Map<LimitKey, LeaseGrant> leases,
        Map<LimitKey, LeaseGrant> outstanding,
        boolean more) {
      List<LeaseGrant> pageLeases = new ArrayList<>();
      List<LeaseGrant> pageOutstanding = new ArrayList<>();
      List<LimitKey> dropped = new ArrayList<>();
      for (LimitKey key : about.stream().sorted().toList()) {
        Line line = new Line(leases.get(key), outstanding.get(key), number);
        lines.remove(key);
        lines.put(key, line);
        if (line.lease() != null) {
          pageLeases.add(line.lease());
        }
        if (line.outstanding() != null) {
          pageOutstanding.add(line.outstanding());
        }
        if (line.isDropped()) {
          dropped.add(key);
        }
      }
      return new GrantPage(grants.of(pageLeases, pageOutstanding), number, base, dropped, more);
    }

    private static Map<LimitKey, LeaseGrant> byKey(List<LeaseGrant> grants) {
      Map<LimitKey, LeaseGrant> byKey = new HashMap<>();
      grants.forEach(each -> byKey.put(each.key(), each));
      return byKey;
    }
  }
}
