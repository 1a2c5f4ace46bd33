package io.ambit.edge.core.leaf;

/** What a leaf is to be told. */
public sealed interface LeafAction {
  LeafId leaf();

  /** Admit like this for {@code ttlSeconds} from when this is read. */
  record Assign(LeafId leaf, Strategy strategy, int ttlSeconds) implements LeafAction {}

  /** Forget the bucket until somebody asks for it again. */
  record Abandon(LeafId leaf) implements LeafAction {}
}
