package io.ambit.lease;

/**
 * Who a grant is made out to: a boot of the child, and under which epoch it gives to children of
 * its own, 0 if it has none.
 *
 * @param sentNanos of the report that is answered, as the child wrote it
 */
record Addressee(Boot boot, long ownerEpoch, long sentNanos) {
  static Addressee of(Report answered) {
    return new Addressee(answered.boot(), answered.epoch(), answered.sentNanos());
  }

  static Addressee of(Grants record) {
    return new Addressee(record.boot(), record.ownerEpoch(), record.sentNanos());
  }
}
