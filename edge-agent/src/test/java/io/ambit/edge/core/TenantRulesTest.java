package io.ambit.edge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambit.model.Enforcement;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TenantRulesTest {
  private static final TenantRule ENFORCED = new TenantRule(Enforcement.ENFORCE, List.of());
  private static final TenantRule SHADOW = new TenantRule(Enforcement.SHADOW, List.of());

  @Test
  void theyAreWhatTheyWereMadeOfInTheSameOrder() {
    SortedMap<String, TenantRule> tree = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      tree.put("t" + i, i % 2 == 0 ? ENFORCED : SHADOW);
    }

    TenantRules flat = TenantRules.copyOf(tree);

    assertThat(flat).isEqualTo(tree).hasSameHashCodeAs(tree);
    assertThat(flat.keySet()).containsExactlyElementsOf(tree.keySet());
    assertThat(tree).allSatisfy((name, rule) -> assertThat(flat.get(name)).isSameAs(rule));
    assertThat(flat.name(0)).isEqualTo("t0");
    assertThat(flat.rule(0)).isSameAs(ENFORCED);
  }

  @Test
  void whatBecomesOfTheTreeAfterwardsDoesNotMatter() {
    SortedMap<String, TenantRule> tree = new TreeMap<>();
    tree.put("acme", ENFORCED);
    TenantRules flat = TenantRules.copyOf(tree);

    tree.clear();

    assertThat(flat).containsOnlyKeys("acme");
    assertThatThrownBy(flat::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void whoIsNotInThemIsNotFound() {
    assertThat(TenantRules.NONE).isEmpty();
    assertThat(TenantRules.NONE.get("acme")).isNull();
    assertThat(TenantRules.NONE.containsKey("acme")).isFalse();
    assertThatThrownBy(() -> TenantRules.NONE.entrySet().iterator().next())
        .isInstanceOf(NoSuchElementException.class);
  }
}
