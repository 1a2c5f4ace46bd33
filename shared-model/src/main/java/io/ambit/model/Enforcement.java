package io.ambit.model;

/** Whether a budget refuses, or only reports what it would have refused. */
public enum Enforcement {
  ENFORCE,
  SHADOW
}
