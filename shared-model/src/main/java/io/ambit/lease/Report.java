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
 * @param sequence rises with every report of one boot; an older one changes nothing
 * @param sentNanos the child's own monotonic clock; only ever carried back to it
 * @param applied the newest grant the child applied and would still know after a crash
 * @param usage cumulative since the boot; limits that did not change may be missing
 * @param exposure of an edge what leaves may still be using of more than it holds
 * @param children empty from an edge
 * @param leaving the child stops for good and gives everything back
 * @param heard the newest grant that the child testifies to have heard: no vow to anybody binds it,
 *     and it makes none until it has heard nothing for long; {@link Stamp#NONE} if it cannot say so
 * @param epoch under which the child gives to its own children: whoever was deposed speaks under an
 *     older one, knows nothing of what its successor gave, and is not believed; 0 from an edge
 * @param gaps what is left out of {@code usage} and {@code exposure}
 * @param marks how far writes have come, of some tenants
 */
public record Report(
    String node,
    Boot boot,
    long sequence,
    long sentNanos,
    Stamp applied,
    long policyRevision,
    Mode mode,
    List<Usage> usage,
    List<Exposure> exposure,
    List<NodeStatus> children,
    boolean leaving,
    Stamp heard,
    long epoch,
    Gaps gaps,
    List<WriteMark> marks) {
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

  public Report {
    Names.require("node", node);
    Bounds.require("sequence", sequence, 0, Long.MAX_VALUE);
    Bounds.require("policyRevision", policyRevision, 0, Long.MAX_VALUE);
    usage = List.copyOf(usage);
    exposure = List.copyOf(exposure);
    children = List.copyOf(children);
    marks = List.copyOf(marks);
  }

  /** A report without marks. */
  public Report(
      String node,
      Boot boot,
      long sequence,
      long sentNanos,
      Stamp applied,
      long policyRevision,
      Mode mode,
      List<Usage> usage,
      List<Exposure> exposure,
      List<NodeStatus> children,
      boolean leaving,
      Stamp heard,
      long epoch,
      Gaps gaps) {
    this(
        node,
        boot,
        sequence,
        sentNanos,
        applied,
        policyRevision,
        mode,
        usage,
        exposure,
        children,
        leaving,
        heard,
        epoch,
        gaps,
        List.of());
  }

  /** The same, with these marks. */
  public Report marked(List<WriteMark> newest) {
    return new Report(
        node,
        boot,
        sequence,
        sentNanos,
        applied,
        policyRevision,
        mode,
        usage,
        exposure,
        children,
        leaving,
        heard,
        epoch,
        gaps,
        newest);
  }

  /** Of a child that testifies to nothing. */
  public Report(
      String node,
      Boot boot,
      long sequence,
      long sentNanos,
      Stamp applied,
      long policyRevision,
      Mode mode,
      List<Usage> usage,
      List<Exposure> exposure,
      List<NodeStatus> children,
      boolean leaving) {
    this(
        node,
        boot,
        sequence,
        sentNanos,
        applied,
        policyRevision,
        mode,
        usage,
        exposure,
        children,
        leaving,
        Stamp.NONE,
        0);
  }

  /** A report that leaves nothing out. */
  public Report(
      String node,
      Boot boot,
      long sequence,
      long sentNanos,
      Stamp applied,
      long policyRevision,
      Mode mode,
      List<Usage> usage,
      List<Exposure> exposure,
      List<NodeStatus> children,
      boolean leaving,
      Stamp heard,
      long epoch) {
    this(
        node,
        boot,
        sequence,
        sentNanos,
        applied,
        policyRevision,
        mode,
        usage,
        exposure,
        children,
        leaving,
        heard,
        epoch,
        Gaps.NONE);
  }

  /** The same, leaving so much out. */
  public Report with(Gaps other) {
    return new Report(
        node,
        boot,
        sequence,
        sentNanos,
        applied,
        policyRevision,
        mode,
        usage,
        exposure,
        children,
        leaving,
        heard,
        epoch,
        other,
        marks);
  }

  /** Whether {@code exposure} says what is exposed of every limit. */
  boolean exposesAll() {
    return gaps != Gaps.USAGE_AND_EXPOSURE;
  }

  /** The same of who gives under {@code ownEpoch}. */
  public Report under(long ownEpoch) {
    return new Report(
        node,
        boot,
        sequence,
        sentNanos,
        applied,
        policyRevision,
        mode,
        usage,
        exposure,
        children,
        leaving,
        heard,
        ownEpoch,
        gaps,
        marks);
  }
}
