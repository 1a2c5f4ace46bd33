package io.ambit.model;

/**
 * How a process is doing, best first: as intended, on what it still has, on its floor, coming back.
 */
public enum Mode {
  TARGET,
  DEGRADED,
  FLOOR,
  RECOVERY
}
