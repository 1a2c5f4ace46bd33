package io.ambit.region.door.peer;

import io.ambit.lease.Witness;
import io.ambit.model.Names;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Problem;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Loop;
import io.ambit.runtime.Questions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/vows}: another region asks this one to vow that it does not hear the arbiter. The
 * answer waits until the vow is in this region's log. At most {@value #MOST} wait. Thread-safe.
 */
@RestController
public final class VowDoor {
  static final int MOST = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Loop<RegionInput, RegionEffect, RegionCore> loop;
  private final Questions<Boolean> questions = new Questions<>(MOST, PATIENCE);

  VowDoor(Loop<RegionInput, RegionEffect, RegionCore> loop) {
    this.loop = loop;
  }

  @PostMapping(
      path = "/v1/vows",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  VowAnswer ask(@RequestBody VowRequest request) throws InterruptedException {
    String region = valid(request.region());
    boolean vowed =
        questions
            .ask(id -> loop.offer(new RegionInput.VowAsked(id, region)))
            .orElseThrow(VowDoor::busy);
    return vowed ? new VowAnswer(true, Witness.VOW_MILLIS) : VowAnswer.NONE;
  }

  /** Tells the region that waits. Called on any thread; returns at once. */
  public void answer(long id, boolean vowed) {
    questions.answer(id, vowed);
  }

  private static String valid(@Nullable String region) {
    if (region == null || !Names.isValid(region)) {
      throw Problem.invalid(new FieldFault("/region", "invalid", "expected: the name of a region"))
          .asException();
    }
    return region;
  }

  private static RuntimeException busy() {
    return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "busy", "The region cannot vow now.")
        .retryAfter(1)
        .asException();
  }
}
