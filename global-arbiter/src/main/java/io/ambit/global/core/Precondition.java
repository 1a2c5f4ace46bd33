package io.ambit.global.core;

import java.util.SortedSet;

/** What must be true of an object for a command to change it. */
public sealed interface Precondition {
  /** Nothing was said: enough to create, never to change or delete. */
  record None() implements Precondition {}

  /** The object must not be there ({@code If-None-Match: *}). */
  record Absent() implements Precondition {}

  /** The object must be there, whatever it says ({@code If-Match: *}). */
  record Present() implements Precondition {}

  /** The object must be at one of these revisions; 0 stands for a tag that can be none of ours. */
  record AtRevision(SortedSet<Long> revisions) implements Precondition {}
}
