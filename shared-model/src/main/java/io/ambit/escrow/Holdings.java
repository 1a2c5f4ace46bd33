package io.ambit.escrow;

/** What a parent has of an account to allot. */
public interface Holdings {
  /** Milli-units in all; 0 of an account that is not one. */
  long milli(Account account);

  /** Whether there may be more later in the period. */
  boolean mayGrow(Account account);
}
