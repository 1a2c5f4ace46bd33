package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.model.LimitKey;
import java.util.List;

/**
 * One record of a child's grants. The newest {@value #RING} pages of a child say all that was
 * granted to it: each says what became of some limits, and is kept under a key that only the page
 * {@value #RING} numbers later replaces, by when {@link GrantPages} has said all of it again.
 *
 * @param lines the grants, with no leases and nothing outstanding but of the limits this page is
 *     about; of these it says all
 * @param number of the page, from 1; 0 if it is the only one and about every limit
 * @param base the stamp of the first page; pages of another base have nothing to do with this one
 * @param dropped limits of which nothing is held and nothing outstanding any more
 * @param more whether the next page belongs to the same grants, which are not complete without it
 */
public record GrantPage(
    Grants lines, long number, Stamp base, List<LimitKey> dropped, boolean more) {
  /** How many pages are kept. */
  public static final int RING = 64;

  private static final char BEFORE_SLOT = '#';

  public GrantPage {
    Bounds.require("page", number, 0, Long.MAX_VALUE);
    dropped = List.copyOf(dropped);
  }

  /** Grants that say everything by themselves. */
  public static GrantPage whole(Grants grants) {
    return new GrantPage(grants, 0, grants.stamp(), List.of(), false);
  }

  /** The record's key: what compaction keeps the newest of. */
  public String key() {
    return number == 0 ? lines.node() : lines.node() + BEFORE_SLOT + Long.toString(number % RING);
  }

  /** Whether a record under {@code key} is about what {@code node} is granted. */
  public static boolean isOf(String node, String key) {
    return key.equals(node)
        || (key.length() > node.length()
            && key.startsWith(node)
            && key.charAt(node.length()) == BEFORE_SLOT);
  }
}
