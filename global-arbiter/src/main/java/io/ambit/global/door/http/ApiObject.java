package io.ambit.global.door.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ambit.model.PolicyRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An object of the operator API: what it is called, what is wanted, how it is. */
record ApiObject<S, T>(Metadata metadata, S spec, T status) {

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
