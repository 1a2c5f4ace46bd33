package io.ambit.global.door.http;

import io.ambit.model.Limit;
import java.math.BigDecimal;

/** Milli-units as people write units: decimals only where there are any. */
final class Units {
  private Units() {}

  static BigDecimal of(long milli) {
    BigDecimal exact = BigDecimal.valueOf(milli, 3).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  /** A value that was rounded anyway, to thousandths. */
  static BigDecimal of(double units) {
    return of(Math.round(units * Limit.MILLI));
  }
}
