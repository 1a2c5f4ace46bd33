package io.ambit.simulator.scenario;

import java.util.ArrayList;
import java.util.List;

/** What a run measured, and which bounds it was held to. */
public final class Outcome {
  /**
   * One figure.
   *
   * @param bound in words, empty if it is only told
   * @param met whether the figure is within its bound
   */
  public record Figure(String name, double value, String unit, String bound, boolean met) {}

  private final List<Figure> figures = new ArrayList<>();
  private long traceHash;

  public Outcome tell(String name, double value, String unit) {
    figures.add(new Figure(name, value, unit, "", true));
    return this;
  }

  public Outcome atLeast(String name, double value, String unit, double least) {
    figures.add(new Figure(name, value, unit, "≥ " + least, value >= least));
    return this;
  }

  public Outcome atMost(String name, double value, String unit, double most) {
    figures.add(new Figure(name, value, unit, "≤ " + most, value <= most));
    return this;
  }

  Outcome traced(long hash) {
    traceHash = hash;
    return this;
  }

  public List<Figure> figures() {
    return List.copyOf(figures);
  }

  /** Everything that happened, in one number. */
  public long traceHash() {
    return traceHash;
  }

  public boolean met() {
    return figures.stream().allMatch(Figure::met);
  }

  /** A figure by its name; not a number if there is none. */
  public double value(String name) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
