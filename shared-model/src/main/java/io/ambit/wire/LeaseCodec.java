package io.ambit.wire;

import com.google.protobuf.ByteString;
import io.ambit.lease.Boot;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.wire.v1.V1;
import java.util.HexFormat;

/** What reports and grants both speak of. */
final class LeaseCodec {
  private LeaseCodec() {}

  static V1.Stamp write(Stamp stamp) {
    return V1.Stamp.newBuilder().setEpoch(stamp.epoch()).setSequence(stamp.sequence()).build();
  }

  static Stamp read(V1.Stamp stamp) {
    return new Stamp(stamp.getEpoch(), stamp.getSequence());
  }

  /** The 16 bytes of a boot. */
  static ByteString write(Boot boot) {
    return ByteString.copyFrom(HexFormat.of().parseHex(boot.id()));
  }

  /** A boot, as text if it is there: before major 2 it was. */
  static Boot boot(String text, ByteString bytes) {
    return new Boot(bytes.isEmpty() ? text : HexFormat.of().formatHex(bytes.toByteArray()));
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
