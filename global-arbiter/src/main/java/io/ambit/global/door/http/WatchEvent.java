package io.ambit.global.door.http;

import io.ambit.model.Budget;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.SafetyRules;
import io.ambit.model.SpillTable;
import io.ambit.model.WriteHome;
import org.jspecify.annotations.Nullable;

/**
 * One change, as watchers see it.
 *
 * @param object null in a bookmark
 */
record WatchEvent(Type type, long revision, @Nullable Watched object) {
  /** What happened. */
  enum Type {
    ADDED,
    MODIFIED,
    DELETED,
    /** Nothing; but everything up to this revision was told. */
    BOOKMARK
  }

  /**
   * The object as it is now.
   *
   * @param spec null once it is deleted
   */
  record Watched(String kind, ApiObject.Metadata metadata, @Nullable Object spec) {}

  static WatchEvent of(PolicyRecord record, boolean created) {
    Type type = record.deleted() ? Type.DELETED : created ? Type.ADDED : Type.MODIFIED;
    Object spec =
        switch (record.spec()) {
          case null -> null;
          case Budget budget -> BudgetSpec.of(budget);
          case RegionDeclaration region -> RegionSpec.of(region);
          case FailoverPolicy policy -> FailoverPolicySpec.of(policy);
          case SafetyRules rules -> SafetyRulesSpec.of(rules);
          case SpillTable table -> table;
          case WriteHome home -> HomeDoor.Spec.of(home);
        };
    return new WatchEvent(
        type,
        record.revision(),
        new Watched(record.key().kind().word(), ApiObject.Metadata.of(record), spec));
  }

  static WatchEvent bookmark(long revision) {
    return new WatchEvent(Type.BOOKMARK, revision, null);
  }
}
