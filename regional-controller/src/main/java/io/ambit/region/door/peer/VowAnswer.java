package io.ambit.region.door.peer;

/**
 * What one region answers another that asks for a vow.
 *
 * @param vowed whether it vows; if not, it may hear the arbiter, or this process does not own it
 * @param vowMillis how long the vow binds, from when it was asked for; 0 if there is none
 */
record VowAnswer(boolean vowed, long vowMillis) {
  static final VowAnswer NONE = new VowAnswer(false, 0);
}
