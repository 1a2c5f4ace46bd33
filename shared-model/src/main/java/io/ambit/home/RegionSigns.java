package io.ambit.home;

/**
 * What is known of the edges of one region at one instant. An edge counts for a revision of
 * operator intent if it says that it knows it, has left, or has been silent for longer than it may
 * admit writes.
 *
 * @param fresh the region was heard just now
 * @param complete its present owner has been that for longer than an edge may admit writes that
 *     only a former owner knew of: then every edge that may is told of
 * @param quiet edges that are silent, and may admit writes yet
 * @param leastRevision that the region knows and every edge counts for; {@link Long#MAX_VALUE} if
 *     nobody is there
 * @param mostRevision that an edge which is there knows; 0 if none is there
 * @param presentRevision that every edge which is there knows; {@link Long#MAX_VALUE} if none is
 */
public record RegionSigns(
    boolean fresh,
    boolean complete,
    int quiet,
    long leastRevision,
    long mostRevision,
    long presentRevision) {
  /** Nothing is known. */
  public static final RegionSigns NONE = new RegionSigns(false, false, 0, 0, 0, Long.MAX_VALUE);

  /** Whether no edge admits writes by anything older than {@code revision}. */
  public boolean confirms(long revision) {
    return complete && leastRevision >= revision;
  }

  /** Whether, if it came to it, all edges would soon confirm what is told next. */
  public boolean isSteady(long revision) {
    return fresh && quiet == 0 && confirms(revision);
  }

  /** Whether an edge is there that would take writes after {@code revision}. */
  public boolean isReceptive(long revision) {
    return fresh && mostRevision > 0 && mostRevision >= revision;
  }

  /** Whether every edge that is there knows {@code revision}, and one is. */
  public boolean allHold(long revision) {
    return fresh && mostRevision > 0 && presentRevision >= revision;
  }
}
