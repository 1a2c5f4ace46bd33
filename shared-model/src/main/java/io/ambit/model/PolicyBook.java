package io.ambit.model;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Operator intent as read so far: the newest record of every object. Applying is idempotent and
 * order-proof: a record that is not newer than what is held of its object changes nothing, so
 * replays, duplicates and reordering are harmless. Not thread-safe; owned by one loop.
 */
public final class PolicyBook {
  private final SortedMap<PolicyKey, PolicyRecord> newest = new TreeMap<>();
  private long revision;
  private long homesRevision;

  /** Takes {@code record} in; returns whether it changed anything. */
  public boolean apply(PolicyRecord record) {
    PolicyRecord held = newest.get(record.key());
    revision = Math.max(revision, record.revision());
    if (held != null && held.revision() >= record.revision()) {
      return false;
    }
    newest.put(record.key(), record);
    if (record.key().kind() == PolicyKey.Kind.HOME) {
      homesRevision = Math.max(homesRevision, record.revision());
    }
    return true;
  }

  /** Forgets a deleted object once its tombstone is read; an object that lives is left alone. */
  public void forget(PolicyKey key) {
    PolicyRecord held = newest.get(key);
    if (held != null && held.deleted()) {
      newest.remove(key);
    }
  }

  /** The largest revision seen, 0 before the first record. */
  public long revision() {
    return revision;
  }

  /** The object's newest record, also if that says it is deleted. */
  public Optional<PolicyRecord> newest(PolicyKey key) {
    return Optional.ofNullable(newest.get(key));
  }

  /** The object, unless it was never there or is deleted. */
  public Optional<PolicyRecord> live(PolicyKey key) {
    return newest(key).filter(record -> !record.deleted());
  }

  /** The tenant's own budget. */
  public Optional<Budget> budget(String tenant) {
    return live(PolicyKey.budget(tenant)).flatMap(PolicyBook::asBudget);
  }

  public Optional<Budget> defaultBudget() {
    return live(PolicyKey.DEFAULT_BUDGET).flatMap(PolicyBook::asBudget);
  }

  /** The budget that binds {@code tenant}: its own, else the default. */
  public Optional<Budget> effectiveBudget(String tenant) {
    return budget(tenant).or(this::defaultBudget);
  }

  public RegionDeclaration region(String region) {
    return live(PolicyKey.region(region))
        .flatMap(record -> Optional.ofNullable(record.spec()))
        .map(RegionDeclaration.class::cast)
        .orElse(RegionDeclaration.DEFAULT);
  }

  public FailoverPolicy failoverPolicy() {
    return spec(PolicyKey.FAILOVER_POLICY, FailoverPolicy.class, FailoverPolicy.DEFAULT);
  }

  public SafetyRules safetyRules() {
    return spec(PolicyKey.SAFETY_RULES, SafetyRules.class, SafetyRules.DEFAULT);
  }

  /** What the arbiter worked out last. */
  public SpillTable spillTable() {
    return spec(PolicyKey.SPILL_TABLE, SpillTable.class, SpillTable.EMPTY);
  }

  private <T extends PolicySpec> T spec(PolicyKey key, Class<T> type, T otherwise) {
    return live(key)
        .flatMap(record -> Optional.ofNullable(record.spec()))
        .map(type::cast)
        .orElse(otherwise);
  }

  /** Where the tenant's writes belong; empty if anywhere. */
  public Optional<WriteHome> home(String tenant) {
    return live(PolicyKey.home(tenant))
        .flatMap(record -> Optional.ofNullable(record.spec()))
        .map(WriteHome.class::cast);
  }

  /** Whether a move of the tenant's home waits for marks. */
  public boolean awaitsMarks(String tenant) {
    return home(tenant).filter(home -> home.isMoving() && home.awaitsMarks()).isPresent();
  }

  /** The largest revision of a home, also of one that is deleted; 0 before the first. */
  public long homesRevision() {
    return homesRevision;
  }

  private static Optional<Budget> asBudget(PolicyRecord record) {
    return record.spec() instanceof Budget budget ? Optional.of(budget) : Optional.empty();
  }

  /** The objects of one kind that are there, by name; does not look at the others. */
  public List<PolicyRecord> live(PolicyKey.Kind kind) {
    return newest.tailMap(new PolicyKey(kind, Names.FIRST)).values().stream()
        .takeWhile(record -> record.key().kind() == kind)
        .filter(record -> !record.deleted())
        .toList();
  }

  /** Every object's newest record, in key order, deleted ones among them. */
  public Collection<PolicyRecord> records() {
    return Collections.unmodifiableCollection(newest.values());
  }
}
