package io.ambit.wire;

import io.ambit.lease.Term;
import io.ambit.wire.v1.V1;

/** Terms of owners. */
final class TermCodec {
  private TermCodec() {}

  static V1.Term write(Term term) {
    return V1.Term.newBuilder().setNode(term.node()).setEpoch(term.epoch()).build();
  }

  static Term read(V1.Term term) {
    return new Term(term.getNode(), term.getEpoch());
  }
}
