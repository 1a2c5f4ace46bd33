package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.model.Mode;
import io.ambit.model.Names;
import io.ambit.usage.Usage;
import java.util.List;

/**
 * Child to parent: what was offered and admitted, which grant is applied, how the child is. The
 * same from an edge to its region and from a region to the arbiter.
 *
 * @param leaving the child stops for good and gives everything back
 */
public record Report(Header header, Knows knows, Mode mode, Told told, boolean leaving) {
  /**
   * Who speaks, and when.
   *
   * @param sequence rises with every report of one boot; an older one changes nothing
   * @param sentNanos the child's own monotonic clock; only ever carried back to it
   * @param epoch under which the child gives to its own children: whoever was deposed speaks under
   *     an older one, knows nothing of what its successor gave, and is not believed; 0 from an edge
   */
  public record Header(String node, Boot boot, long sequence, long sentNanos, long epoch) {
    public Header {
      Names.require("node", node);
      Bounds.require("sequence", sequence, 0, Long.MAX_VALUE);
    }

    /** Of who gives to nobody. */
    public Header(String node, Boot boot, long sequence, long sentNanos) {
      this(node, boot, sequence, sentNanos, 0);
    }
  }

  /**
   * What the child has from above.
   *
   * @param applied the newest grant the child applied and would still know after a crash
   * @param heard the newest grant that the child testifies to have heard: no vow to anybody binds
   *     it, and it makes none until it has heard nothing for long; {@link Stamp#NONE} if it cannot
   *     say so
   */
  public record Knows(Stamp applied, Stamp heard, long policyRevision) {
    public Knows {
      Bounds.require("policyRevision", policyRevision, 0, Long.MAX_VALUE);
    }

    /** Of a child that testifies to nothing. */
    public static Knows of(Stamp applied, long policyRevision) {
      return new Knows(applied, Stamp.NONE, policyRevision);
    }
  }

  /**
   * What the child says of itself and its own children.
   *
   * @param usage cumulative since the boot; limits that did not change may be missing
   * @param exposure of an edge what leaves may still be using of more than it holds
   * @param gaps what is left out of {@code usage} and {@code exposure}
   * @param children empty from an edge
   * @param marks how far writes have come, of some tenants
   */
  public record Told(
      List<Usage> usage,
      List<Exposure> exposure,
      Gaps gaps,
      List<NodeStatus> children,
      List<WriteMark> marks) {
    public Told {
      usage = List.copyOf(usage);
      exposure = List.copyOf(exposure);
      children = List.copyOf(children);
      marks = List.copyOf(marks);
    }

    /** All there is to say of one that has no children. */
    public static Told of(List<Usage> usage) {
      return of(usage, List.of());
    }

    /** The same, while leaves may still use what is exposed. */
    public static Told of(List<Usage> usage, List<Exposure> exposure) {
      return new Told(usage, exposure, Gaps.NONE, List.of(), List.of());
    }
  }

  /**
   * What a report leaves out because it may only say so much. Of limits that it does not name,
   * nothing is known then; without gaps, their usage did not change, and nothing of them is
   * exposed.
   */
  public enum Gaps {
    NONE,
    USAGE,
    USAGE_AND_EXPOSURE
  }

  public String node() {
    return header.node();
  }

  public Boot boot() {
    return header.boot();
  }

  public long sequence() {
    return header.sequence();
  }

  public long sentNanos() {
    return header.sentNanos();
  }

  public long epoch() {
    return header.epoch();
  }

  public Stamp applied() {
    return knows.applied();
  }

  public Stamp heard() {
    return knows.heard();
  }

  public long policyRevision() {
    return knows.policyRevision();
  }

  public List<Usage> usage() {
    return told.usage();
  }

  public List<Exposure> exposure() {
    return told.exposure();
  }

  public Gaps gaps() {
    return told.gaps();
  }

  public List<NodeStatus> children() {
    return told.children();
  }

  public List<WriteMark> marks() {
    return told.marks();
  }

  /** The same, with these marks. */
  public Report marked(List<WriteMark> newest) {
    return with(new Told(told.usage, told.exposure, told.gaps, told.children, newest));
  }

  /** The same, leaving so much out. */
  public Report with(Gaps other) {
    return with(new Told(told.usage, told.exposure, other, told.children, told.marks));
  }

  /** The same of who gives under {@code ownEpoch}. */
  public Report under(long ownEpoch) {
    Header own = new Header(header.node, header.boot, header.sequence, header.sentNanos, ownEpoch);
    return new Report(own, knows, mode, told, leaving);
  }

  /** Whether {@code exposure} says what is exposed of every limit. */
  boolean exposesAll() {
    return told.gaps != Gaps.USAGE_AND_EXPOSURE;
  }

  private Report with(Told other) {
    return new Report(header, knows, mode, other, leaving);
  }
}
