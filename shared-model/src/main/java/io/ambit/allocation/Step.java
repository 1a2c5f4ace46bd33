package io.ambit.allocation;

/** What is given in which order, each step only from what the steps before left. */
enum Step {
  /** What each gets whatever it asks for. */
  MINIMUM(0),
  /** What each is guaranteed, as far as it asks for it or it is reserved. */
  GUARANTEE(1),
  /** What the row is guaranteed in all, as far as it is asked for. */
  OWN_GUARANTEE(2),
  /** What is reserved for the row in all, asked for or not. */
  OWN_RESERVE(3),
  /** What is asked for. */
  DEMAND(4),
  /** What nobody asked for. */
  SPARE(5);

  /** How many steps there are. */
  static final int COUNT = 6;

  /** Where arrays of one element per step keep its own. */
  final int place;

  Step(int place) {
    this.place = place;
  }
}
