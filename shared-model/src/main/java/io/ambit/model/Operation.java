package io.ambit.model;

/** Whether a request may change the tenant's data. */
public enum Operation {
  READ,
  WRITE
}
