package io.ambit.lease;

import io.ambit.model.Names;
import java.util.List;

/**
 * The children whose word counts on whether their parent is heard. A lease is kept past its end
 * only while {@link #toKeep} of them have vowed that they do not hear the parent, and the parent
 * counts it as ended only once {@link #toFree} of them have testified that they do. The two numbers
 * add up to one more than there are witnesses, so one of them would have to say both.
 *
 * @param nodes sorted by name; empty if no lease may be kept
 */
public record Witnesses(List<String> nodes) {
  public static final int MAX_NODES = 1_024;
  public static final Witnesses NONE = new Witnesses(List.of());

  public Witnesses {
    nodes = nodes.stream().sorted().distinct().toList();
    nodes.forEach(node -> Names.require("witness", node));
    if (nodes.size() > MAX_NODES) {
      throw new IllegalArgumentException(
          "witnesses: %d (expected: at most %d)".formatted(nodes.size(), MAX_NODES));
    }
  }

  /** More than half. */
  public int toKeep() {
    return nodes.size() / 2 + 1;
  }

  /** At least half. */
  public int toFree() {
    return nodes.size() + 1 - toKeep();
  }

  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  public boolean contains(String node) {
    return nodes.contains(node);
  }
}
