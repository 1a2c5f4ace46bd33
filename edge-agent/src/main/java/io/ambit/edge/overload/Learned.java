package io.ambit.edge.overload;

/**
 * What is known of a resource.
 *
 * @param limit requests that may be under way; infinite as long as there was no need of a limit
 * @param underWay requests under way, counted or inferred
 * @param counted false if callers tell too little of what becomes of requests to count
 * @param pressure at the moment of learning, 0 to 1
 * @param capacityPerSecond what it got done per second when it last had enough to do; 0 if it never
 *     had
 * @param saturated whether it has enough to do now
 * @param baseSeconds how long a request takes that does not queue; 0 if that is not known
 * @param latencySeconds how long requests take
 */
public record Learned(
    double limit,
    double underWay,
    boolean counted,
    double pressure,
    double capacityPerSecond,
    boolean saturated,
    double baseSeconds,
    double latencySeconds) {

  /** Of a resource that nobody has told of yet. */
  public static final Learned NOTHING =
      new Learned(Double.POSITIVE_INFINITY, 0, true, 0, 0, false, 0, 0);
}
