package io.ambit.wire;

import io.ambit.model.Leader;
import io.ambit.wire.v1.V1;

/** Who leads. */
final class LeaderCodec {
  private LeaderCodec() {}

  static V1.Leader write(Leader leader) {
    return V1.Leader.newBuilder()
        .setNode(leader.node())
        .setUrl(leader.url())
        .setEpoch(leader.epoch())
        .build();
  }

  static Leader read(V1.Leader leader) {
    return new Leader(leader.getNode(), leader.getUrl(), leader.getEpoch());
  }
}
