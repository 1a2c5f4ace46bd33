package io.ambit.wire;

import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.wire.v1.V1;

/** What reports and grants both speak of. */
final class LeaseCodec {
  private LeaseCodec() {}

  static V1.Stamp write(Stamp stamp) {
    return V1.Stamp.newBuilder().setEpoch(stamp.epoch()).setSequence(stamp.sequence()).build();
  }

  static Stamp read(V1.Stamp stamp) {
    return new Stamp(stamp.getEpoch(), stamp.getSequence());
  }

  static V1.Share write(Share share) {
    return V1.Share.newBuilder()
        .setRateMilli(share.rateMilli())
        .setDepthMilli(share.depthMilli())
        .build();
  }

  static Share read(V1.Share share) {
    return new Share(share.getRateMilli(), share.getDepthMilli());
  }
}
