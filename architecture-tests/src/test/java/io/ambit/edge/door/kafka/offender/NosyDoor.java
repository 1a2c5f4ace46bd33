package io.ambit.edge.door.kafka.offender;

import io.ambit.edge.door.http.offender.OtherDoor;

/** An offender: a door that knows another. */
public final class NosyDoor {
  private NosyDoor() {}

  public static Class<?> other() {
    return OtherDoor.class;
  }
}
