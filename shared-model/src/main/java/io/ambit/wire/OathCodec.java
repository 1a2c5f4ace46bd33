package io.ambit.wire;

import io.ambit.lease.Oath;
import io.ambit.wire.v1.V1;

/** Oaths. */
final class OathCodec {
  private OathCodec() {}

  static V1.Oath write(Oath oath) {
    return V1.Oath.newBuilder()
        .setNode(oath.node())
        .setTo(oath.to())
        .setHeard(LeaseCodec.write(oath.heard()))
        .build();
  }

  static Oath read(V1.Oath oath) {
    return new Oath(oath.getNode(), oath.getTo(), LeaseCodec.read(oath.getHeard()));
  }
}
