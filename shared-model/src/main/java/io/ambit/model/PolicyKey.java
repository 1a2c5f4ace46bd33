package io.ambit.model;

import java.util.Comparator;

/** Names one object of operator intent; its text is the record key, as in {@code budget/acme}. */
public record PolicyKey(Kind kind, String name) implements Comparable<PolicyKey> {
  /** The budget of a tenant nobody configured. */
  public static final PolicyKey DEFAULT_BUDGET = new PolicyKey(Kind.DEFAULT_BUDGET, "default");

  public static final PolicyKey FAILOVER_POLICY = new PolicyKey(Kind.FAILOVER_POLICY, "default");

  public static final PolicyKey SAFETY_RULES = new PolicyKey(Kind.SAFETY_RULES, "default");

  public static final PolicyKey SPILL_TABLE = new PolicyKey(Kind.SPILL_TABLE, "world");

  private static final Comparator<PolicyKey> ORDER =
      Comparator.comparing(PolicyKey::kind).thenComparing(PolicyKey::name);

  /** What kinds of object there are, and how each is written. */
  public enum Kind {
    BUDGET("budget", Budget.class),
    DEFAULT_BUDGET("default-budget", Budget.class),
    REGION("region", RegionDeclaration.class),
    FAILOVER_POLICY("failover-policy", FailoverPolicy.class),
    SAFETY_RULES("safety-rules", SafetyRules.class),
    /** Worked out by the arbiter, not said by an operator. */
    SPILL_TABLE("spill-table", SpillTable.class),
    /** Where the writes of a tenant belong. */
    HOME("home", WriteHome.class);

    private final String word;
    private final Class<? extends PolicySpec> spec;

    Kind(String word, Class<? extends PolicySpec> spec) {
      this.word = word;
      this.spec = spec;
    }

    public String word() {
      return word;
    }

    /** Whether objects of this kind can say {@code what}. */
    boolean fits(PolicySpec what) {
      return spec.isInstance(what);
    }
  }

  public PolicyKey {
    Names.require("name", name);
  }

  public static PolicyKey budget(String tenant) {
    return new PolicyKey(Kind.BUDGET, tenant);
  }

  public static PolicyKey region(String region) {
    return new PolicyKey(Kind.REGION, region);
  }

  public static PolicyKey home(String tenant) {
    return new PolicyKey(Kind.HOME, tenant);
  }

  /** Reads what {@link #toString} wrote; throws {@link IllegalArgumentException} otherwise. */
  public static PolicyKey parse(String text) {
    int slash = text.indexOf('/');
    for (Kind kind : Kind.values()) {
      if (slash > 0 && kind.word().equals(text.substring(0, slash))) {
        return new PolicyKey(kind, text.substring(slash + 1));
      }
    }
    throw new IllegalArgumentException("key: '%s' (expected: kind/name)".formatted(text));
  }

  @Override
  public int compareTo(PolicyKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.word() + "/" + name;
  }
}
