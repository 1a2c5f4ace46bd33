package io.ambit.escrow;

import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.model.Limit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The allotting half of a node, the same at a region (over edges) and at the arbiter (over
 * regions). What is allotted is charged from before it is told; it comes free only when a later
 * boot closes the one it was allotted to, and is forgotten only well after the period.
 *
 * <p>Whoever refused requests for want of units comes first, in the order of asking and whole or
 * not at all; then everybody is filled up towards what they would like to have, each to no more
 * than its part of half of what is left, so that the last units are not stranded at the idle.
 *
 * <p>Not thread-safe; owned by one loop. Bounded: {@value #MOST_CHILDREN} children, {@value
 * #MOST_ACCOUNTS} accounts of an edge and {@value Allotments#MOST} of a region.
 */
public final class EscrowParent {
  static final int MOST_CHILDREN = 10_000;

  /** The most accounts an edge may have at a time; each boot of it takes a line in each. */
  static final int MOST_ACCOUNTS = 1_500;

  /** Past so many lines, an account tells no more than two boots apart. */
  private static final int CROWDED = Allotments.MOST - MOST_ACCOUNTS;

  /** Late closings are still taken, and operators still shown the account. */
  static final long KEEP_SECONDS = 600;

  /** Ahead of its start by this parent's clock, a period is opened no earlier than this. */
  static final long EARLY_SECONDS = 60;

  private static final long TELL_AGAIN_NANOS = Durations.ofMillis(500);
  private static final long SILENT_NANOS = Durations.ofMillis(5_000);

  /** By account, then by child. */
  private final SortedMap<Account, SortedMap<String, Lines>> accounts = new TreeMap<>();

  private final Map<String, Node> nodes = new HashMap<>();
  private final SortedSet<String> changed = new TreeSet<>();
  private long horizonSeconds;

  /** One child as a sender and receiver of records. */
  private static final class Node {
    final Map<Boot, Long> newest = new LinkedHashMap<>();
    int lines;
    boolean lacksNews;
    long toldNanos;
  }

  /** What is asked of this node, account by account: what its children together lack and like. */
  record Ask(long lacksMilli, long targetMilli) {}

  /** Charges what a predecessor allotted. Records may come in any order, older ones too. */
  public void restore(Allotments record) {
    horizonSeconds = Math.max(horizonSeconds, record.horizonSeconds());
    for (Allotment each : record.allotments()) {
      open(record.node(), each.account(), each.boot()).restore(each);
    }
  }

  /** Takes a child's report in. */
  public void receive(long nowNanos, EscrowReport report) {
    if (!nodes.containsKey(report.node()) && nodes.size() >= MOST_CHILDREN) {
      return;
    }
    Node node = nodes.computeIfAbsent(report.node(), name -> new Node());
    report.closings().forEach(closing -> close(report, closing));
    if (!isNews(node, report)) {
      return;
    }
    for (Claim claim : report.claims()) {
      if (isOpen(claim.account()) && (hasRoom(node, report) || isKnown(report, claim))) {
        Line line = open(report.node(), claim.account(), report.boot());
        node.lacksNews |= !line.closed && line.claim(nowNanos, claim);
      }
    }
  }

  /**
   * One round: the records to append now, each charged already.
   *
   * @param wallSeconds this node's clock, since 1970
   */
  public List<Allotments> round(long nowNanos, long wallSeconds, Holdings holdings) {
    forget(wallSeconds);
    for (Map.Entry<Account, SortedMap<String, Lines>> each : accounts.entrySet()) {
      if (isNow(each.getKey(), wallSeconds)) {
        allot(nowNanos, each.getKey(), each.getValue(), holdings);
      }
    }
    nodes.forEach((name, node) -> tellAgain(nowNanos, name, node));
    List<Allotments> records = changed.stream().map(name -> write(nowNanos, name)).toList();
    changed.clear();
    return records;
  }

  /** What children are charged for in all. */
  public long chargedMilli(Account account) {
    return lines(account).values().stream().mapToLong(Lines::chargedMilli).sum();
  }

  /** What {@code child} is charged for. */
  public long chargedMilli(String child, Account account) {
    Lines lines = lines(account).get(child);
    return lines == null ? 0 : lines.chargedMilli();
  }

  /** What children said was spent. */
  public long spentMilli(Account account) {
    return lines(account).values().stream().mapToLong(Lines::spentMilli).sum();
  }

  /** Accounts with anything charged or asked for, in order. */
  public SortedSet<Account> accounts() {
    return new TreeSet<>(accounts.keySet());
  }

  Ask ask(long nowNanos, Account account) {
    long lacks = 0;
    long target = 0;
    for (Lines lines : lines(account).values()) {
      for (Line line : lines.all()) {
        if (line.isHeard(nowNanos, SILENT_NANOS)) {
          lacks += line.lacksMilli();
          target += line.targetMilli;
        }
      }
    }
    return new Ask(lacks, target);
  }

  private void allot(
      long nowNanos, Account account, SortedMap<String, Lines> children, Holdings holdings) {
    List<Map.Entry<String, Line>> asking = asking(nowNanos, children);
    if (asking.isEmpty()) {
      return;
    }
    long free = Math.max(0, holdings.milli(account) - chargedMilli(account));
    boolean mayGrow = holdings.mayGrow(account);
    for (Map.Entry<String, Line> each : asking) {
      free -= serve(each.getKey(), each.getValue(), free, mayGrow);
    }
    long part = free / Math.max(1, 2 * present(nowNanos, children));
    for (Map.Entry<String, Line> each : asking) {
      long wants = wholeUnits(Math.min(part, roundedUp(each.getValue().wantsMilli())));
      give(each.getKey(), each.getValue(), wants);
      each.getValue().answered();
    }
  }

  private static long present(long nowNanos, SortedMap<String, Lines> children) {
    return children.values().stream()
        .flatMap(lines -> lines.all().stream())
        .filter(line -> line.isHeard(nowNanos, SILENT_NANOS))
        .count();
  }

  private long serve(String child, Line line, long free, boolean mayGrow) {
    long lacks = roundedUp(line.lacksMilli());
    long given = lacks <= free ? lacks : 0;
    give(child, line, given);
    boolean exhausted = lacks > given && !mayGrow;
    if (line.exhausted != exhausted && (lacks > 0 || line.exhausted)) {
      line.exhausted = exhausted;
      changed.add(child);
    }
    return given;
  }

  private void give(String child, Line line, long milli) {
    if (milli > 0) {
      line.give(milli);
      changed.add(child);
    }
  }

  /** Who asks, longest waiting first. */
  private static List<Map.Entry<String, Line>> asking(
      long nowNanos, SortedMap<String, Lines> children) {
    List<Map.Entry<String, Line>> asking = new ArrayList<>();
    children.forEach(
        (child, lines) -> {
          for (Line line : lines.all()) {
            if (line.asks && line.isHeard(nowNanos, SILENT_NANOS)) {
              asking.add(Map.entry(child, line));
            }
          }
        });
    asking.sort(Comparator.comparingLong(each -> each.getValue().claimedNanos));
    return asking;
  }

  private void close(EscrowReport report, Closing closing) {
    Lines lines = lines(closing.account()).get(report.node());
    Line line = lines == null ? null : lines.find(closing.boot());
    if (line != null && !line.closed && !closing.boot().equals(report.boot())) {
      line.close(closing.spentMilli());
      changed.add(report.node());
    }
  }

  private static boolean isNews(Node node, EscrowReport report) {
    if (report.sequence() <= node.newest.getOrDefault(report.boot(), -1L)) {
      return false;
    }
    node.newest.remove(report.boot());
    node.newest.put(report.boot(), report.sequence());
    if (node.newest.size() > Lines.MOST_BOOTS) {
      node.newest.remove(node.newest.keySet().iterator().next());
    }
    return true;
  }

  private void tellAgain(long nowNanos, String name, Node node) {
    if (node.lacksNews && nowNanos - node.toldNanos >= TELL_AGAIN_NANOS) {
      changed.add(name);
    }
    node.lacksNews = false;
  }

  private Allotments write(long nowNanos, String name) {
    Node node = nodes.computeIfAbsent(name, absent -> new Node());
    node.toldNanos = nowNanos;
    List<Allotment> allotments = new ArrayList<>();
    accounts.forEach(
        (account, children) -> {
          Lines lines = children.get(name);
          if (lines != null) {
            lines.all().forEach(line -> allotments.add(line.write(account)));
          }
        });
    return new Allotments(name, horizonSeconds, allotments);
  }

  private Line open(String name, Account account, Boot boot) {
    Node node = nodes.computeIfAbsent(name, absent -> new Node());
    Lines lines =
        accounts
            .computeIfAbsent(account, absent -> new TreeMap<>())
            .computeIfAbsent(name, absent -> new Lines());
    int before = lines.size();
    Line line = lines.open(boot, node.lines < CROWDED ? Lines.MOST_BOOTS : 2);
    node.lines += lines.size() - before;
    return line;
  }

  private boolean isKnown(EscrowReport report, Claim claim) {
    return lines(claim.account()).containsKey(report.node());
  }

  /** Room is kept for the boots to come of the accounts there are. */
  private static boolean hasRoom(Node node, EscrowReport report) {
    boolean standing = report.boot().equals(EscrowReport.STANDING);
    return node.lines < (standing ? Allotments.MOST : MOST_ACCOUNTS);
  }

  private SortedMap<String, Lines> lines(Account account) {
    @Nullable SortedMap<String, Lines> lines = accounts.get(account);
    return lines == null ? new TreeMap<>() : lines;
  }

  private boolean isOpen(Account account) {
    return account.period().endSeconds() > horizonSeconds;
  }

  private boolean isNow(Account account, long wallSeconds) {
    return isOpen(account)
        && account.period().endSeconds() > wallSeconds
        && account.period().startSeconds() - EARLY_SECONDS <= wallSeconds;
  }

  private void forget(long wallSeconds) {
    List<Account> over =
        accounts.keySet().stream()
            .filter(account -> account.period().endSeconds() + KEEP_SECONDS <= wallSeconds)
            .toList();
    for (Account account : over) {
      horizonSeconds = Math.max(horizonSeconds, account.period().endSeconds());
      lines(account)
          .forEach(
              (name, lines) -> {
                nodes.computeIfAbsent(name, absent -> new Node()).lines -= lines.size();
                changed.add(name);
              });
      accounts.remove(account);
    }
  }

  private static long roundedUp(long milli) {
    return wholeUnits(milli + Limit.MILLI - 1);
  }

  private static long wholeUnits(long milli) {
    return milli - milli % Limit.MILLI;
  }
}
