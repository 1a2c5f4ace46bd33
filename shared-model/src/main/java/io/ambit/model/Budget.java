package io.ambit.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant's limits, how they are enforced, and what becomes of its requests when all else fails.
 * One to {@value #MAX_LIMITS} limits, names unique.
 */
public record Budget(
    List<Limit> limits,
    Enforcement enforcement,
    ControlLoss onControlLoss,
    OnNoBackend onNoBackend,
    OnRegionLoss onRegionLoss)
    implements PolicySpec {
  public static final int MAX_LIMITS = 16;

  public Budget {
    limits = List.copyOf(limits);
    Bounds.require("limits", limits.size(), 1, MAX_LIMITS);
    Set<String> names = new HashSet<>();
    for (Limit limit : limits) {
      if (!names.add(limit.name())) {
        throw new IllegalArgumentException("limits: '%s' is there twice".formatted(limit.name()));
      }
    }
  }

  /** A budget that holds to the letter whatever becomes of a region. */
  public Budget(
      List<Limit> limits,
      Enforcement enforcement,
      ControlLoss onControlLoss,
      OnNoBackend onNoBackend) {
    this(limits, enforcement, onControlLoss, onNoBackend, OnRegionLoss.AFTER_LEASE);
  }

  /** A budget whose requests are shed while no backend is healthy. */
  public Budget(List<Limit> limits, Enforcement enforcement, ControlLoss onControlLoss) {
    this(limits, enforcement, onControlLoss, OnNoBackend.SHED);
  }

  /** A budget of one enforced limit. */
  public static Budget of(Limit limit) {
    return new Budget(List.of(limit), Enforcement.ENFORCE, ControlLoss.DEFAULT);
  }

  public Optional<Limit> limit(String name) {
    return limits.stream().filter(limit -> limit.name().equals(name)).findFirst();
  }
}
