package io.ambit.lease;

import io.ambit.model.Names;

/**
 * What a node is about to say as a {@link Witness}, written first to where its owner alone can
 * write. Nobody has to read it.
 *
 * @param to whom it is about to vow; itself, if it is about to testify or keeps a lease itself
 * @param heard the grant it is about to testify to; {@link Stamp#NONE} if it vows
 */
public record Oath(String node, String to, Stamp heard) {
  public Oath {
    Names.require("node", node);
    Names.require("to", to);
  }
}
