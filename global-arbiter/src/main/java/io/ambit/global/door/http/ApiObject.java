package io.ambit.global.door.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ambit.model.PolicyRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object of the operator API: what it is called, what is wanted, how it is.
 *
 * @param status null where the object was just stored and nobody had the time to say
 */
record ApiObject<S, T>(
    Metadata metadata, S spec, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable T status) {

  /** What was just stored, without how it is doing. */
  static <S, T> ApiObject<S, T> stored(PolicyRecord record, S spec) {
    return new ApiObject<>(Metadata.of(record), spec, null);
  }

  /**
   * What the server says of an object.
   *
   * @param resourceVersion the revision, as in the ETag; null for what nobody declared
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Metadata(
      String name,
      @Nullable Long generation,
      @Nullable String resourceVersion,
      @Nullable Instant createTime,
      @Nullable Instant updateTime,
      @Nullable String updatedBy,
      @Nullable String reason) {

    static Metadata of(PolicyRecord record) {
      return new Metadata(
          record.key().name(),
          record.generation(),
          record.revision() == 0 ? null : Long.toString(record.revision()),
          Instant.ofEpochMilli(record.createTimeMillis()),
          Instant.ofEpochMilli(record.updateTimeMillis()),
          record.actor(),
          record.reason().isEmpty() ? null : record.reason());
    }

    static Metadata undeclared(String name) {
      return new Metadata(name, null, null, null, null, null, null);
    }
  }
}
