package io.ambit.model;

/**
 * Who leads, as it says so itself.
 *
 * @param url base address under which operators reach it, such as {@code http://arbiter-1:8080}
 * @param epoch what it leads under; of two, the larger is right
 */
public record Leader(String node, String url, long epoch) {
  public Leader {
    Names.require("node", node);
    Texts.require("url", url);
    Bounds.require("epoch", epoch, 1, Long.MAX_VALUE);
  }
}
