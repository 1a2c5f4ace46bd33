package io.ambit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyBookTest {
  private final PolicyBook book = new PolicyBook();

  @Test
  void theNewestRecordOfAnObjectIsTheOneThatCounts() {
    assertThat(book.apply(budget("acme", 3, 300))).isTrue();
    assertThat(book.apply(budget("acme", 2, 200))).isFalse();
    assertThat(book.apply(budget("acme", 3, 999))).isFalse();

    assertThat(book.budget("acme")).contains(Budget.of(Limit.perSecond("requests", 300, 10)));
  }

  @Test
  void theRevisionIsTheLargestSeenAndNeverFalls() {
    book.apply(budget("acme", 7, 100));
    book.apply(budget("other", 5, 100));
    book.apply(deleted("acme", 6));

    assertThat(book.revision()).isEqualTo(7);
  }

  @Test
  void aTenantWithoutABudgetHasTheDefaultOne() {
    book.apply(record(PolicyKey.DEFAULT_BUDGET, 1, Budget.of(Limit.perSecond("requests", 5, 1))));
    book.apply(budget("acme", 2, 100));

    assertThat(book.effectiveBudget("acme")).isEqualTo(book.budget("acme"));
    assertThat(book.effectiveBudget("stranger")).isEqualTo(book.defaultBudget()).isPresent();
    assertThat(book.budget("stranger")).isEmpty();
  }

  @Test
  void aDeletedObjectIsGoneButKnownToHaveBeen() {
    book.apply(budget("acme", 1, 100));
    book.apply(deleted("acme", 2));

    assertThat(book.live(PolicyKey.budget("acme"))).isEmpty();
    assertThat(book.newest(PolicyKey.budget("acme"))).hasValueSatisfying(PolicyRecord::deleted);
    assertThat(book.apply(budget("acme", 1, 100))).as("an older record").isFalse();
  }

  @Test
  void aTombstoneForgetsOnlyWhatIsDeleted() {
    book.apply(budget("acme", 1, 100));
    book.apply(budget("gone", 2, 100));
    book.apply(deleted("gone", 3));

    book.forget(PolicyKey.budget("acme"));
    book.forget(PolicyKey.budget("gone"));

    assertThat(book.records())
        .extracting(PolicyRecord::key)
        .containsExactly(PolicyKey.budget("acme"));
  }

  @Test
  void aRegionNobodyDeclaredIsActive() {
    RegionDeclaration declared =
        new RegionDeclaration(500, 2, RegionDeclaration.AdminState.DRAINED);
    book.apply(record(PolicyKey.region("eu"), 1, declared));

    assertThat(book.region("eu")).isEqualTo(declared);
    assertThat(book.region("us")).isEqualTo(RegionDeclaration.DEFAULT);
  }

  @Test
  void anyOrderAndAnyDuplicatesLeadToTheSameBook() {
    List<PolicyRecord> log = new ArrayList<>();
    for (int revision = 1; revision <= 40; revision++) {
      String tenant = "tenant-" + revision % 7;
      log.add(revision % 5 == 0 ? deleted(tenant, revision) : budget(tenant, revision, revision));
    }
    log.forEach(book::apply);
    for (long seed = 1; seed <= 200; seed++) {
      List<PolicyRecord> arrivals = new ArrayList<>(log);
      arrivals.addAll(log);
      Collections.shuffle(arrivals, new Random(seed));
      PolicyBook other = new PolicyBook();
      arrivals.forEach(other::apply);
      assertThat(other.records()).as("seed %d", seed).containsExactlyElementsOf(book.records());
      assertThat(other.revision()).isEqualTo(book.revision());
    }
  }

  private static PolicyRecord budget(String tenant, long revision, long quota) {
    return record(
        PolicyKey.budget(tenant), revision, Budget.of(Limit.perSecond("requests", quota, 10)));
  }

  private static PolicyRecord deleted(String tenant, long revision) {
    return new PolicyRecord(PolicyKey.budget(tenant), revision, 2, null, 0, 0, "ada", "");
  }

  private static PolicyRecord record(PolicyKey key, long revision, PolicySpec spec) {
    return new PolicyRecord(key, revision, 1, spec, 0, 0, "ada", "");
  }
}
