package io.ambit.edge.door.http.offender;

/** What an offender should not know. */
public final class OtherDoor {
  private OtherDoor() {}
}
