package io.ambit.stack.drill;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.net.http.HttpResponse;

/** What drills have operators say of the running stack, whatever was said before. */
final class Intent {
  private final OperatorApi arbiter;

  Intent(LocalStack stack) {
    this.arbiter = new OperatorApi(stack.url("arbiter-1"), stack.operatorToken());
  }

  /** A tenant may have so many requests a second. */
  void budget(String tenant, int perSecond) throws IOException, InterruptedException {
    put(
        "/api/v1/tenants/" + tenant + "/budget",
        """
        {"spec":{"limits":[{"name":"requests","unit":"requests","quota":%d}]},"reason":"drill"}"""
            .formatted(perSecond));
  }

  /** A region can do so many requests a second. */
  void capacity(String region, int perSecond) throws IOException, InterruptedException {
    put(
        "/api/v1/regions/" + region,
        """
        {"spec":{"capacityPerSecond":%d},"reason":"drill"}"""
            .formatted(perSecond));
  }

  private void put(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer = arbiter.put(path, json);
    if (answer.statusCode() == 428) {
      answer = arbiter.put(path, json, "If-Match", "*");
    }
    if (answer.statusCode() >= 300) {
      throw new StackException(
          "%s was answered %d: %s".formatted(path, answer.statusCode(), answer.body()));
    }
  }
}
