package io.ambit.global.door.http;

import io.ambit.global.core.Reply;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** What became of a write, as an HTTP answer: the object, its ETag, and whether it is stored. */
final class Answers {
  /** Says that nothing was stored because nothing was to be. */
  static final String DRY_RUN = "Ambit-Dry-Run";

  private Answers() {}

  static <T> ResponseEntity<T> of(PolicyKey key, Reply reply, Function<PolicyRecord, T> object) {
    return switch (reply) {
      case Reply.Committed done -> written(done.created(), done.record(), object);
      case Reply.Unchanged same -> written(false, same.record(), object);
      case Reply.WouldCommit would -> {
        ResponseEntity.BodyBuilder answer =
            ResponseEntity.status(status(would.created())).header(DRY_RUN, "true");
        yield would.record().deleted() ? answer.build() : answer.body(object.apply(would.record()));
      }
      case Reply.Blocked blocked -> throw Refusals.of(key, blocked).asException();
      case Reply.Refused refused -> throw Refusals.of(key, refused).asException();
    };
  }

  /** An object as it is. */
  static <T> ResponseEntity<T> read(PolicyRecord record, T object) {
    return ResponseEntity.ok().eTag(tag(record)).body(object);
  }

  private static <T> ResponseEntity<T> written(
      boolean created, PolicyRecord record, Function<PolicyRecord, T> object) {
    return record.deleted()
        ? ResponseEntity.noContent().build()
        : ResponseEntity.status(status(created)).eTag(tag(record)).body(object.apply(record));
  }

  private static HttpStatus status(boolean created) {
    return created ? HttpStatus.CREATED : HttpStatus.OK;
  }

  private static String tag(PolicyRecord record) {
    return "\"%d\"".formatted(record.revision());
  }
}
