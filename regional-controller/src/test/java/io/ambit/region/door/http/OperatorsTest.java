package io.ambit.region.door.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ambit.problem.ProblemException;
import io.ambit.region.RegionProperties;
import io.ambit.runtime.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class OperatorsTest {
  @Test
  void withoutATokenOnlyThisMachineIsLetIn() {
    Operators operators = operators("");
    assertThatCode(() -> operators.require(from("127.0.0.1"))).doesNotThrowAnyException();
    assertThatCode(() -> operators.require(from("::1"))).doesNotThrowAnyException();
    refused(operators, from("10.1.2.3"));
  }

  @Test
  void withATokenOnlyWhoBringsItIsLetIn() {
    Operators operators = operators("secret");
    refused(operators, from("127.0.0.1"));
    refused(operators, with("Bearer wrong"));
    refused(operators, with("Basic secret"));
    assertThatCode(() -> operators.require(with("bearer secret"))).doesNotThrowAnyException();
  }

  private static void refused(Operators operators, MockHttpServletRequest request) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> operators.require(request))
        .extracting(refusal -> refusal.problem().status().value())
        .isEqualTo(403);
  }

  private static MockHttpServletRequest from(String address) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(address);
    return request;
  }

  private static MockHttpServletRequest with(String authorization) {
    MockHttpServletRequest request = from("10.1.2.3");
    request.addHeader("Authorization", authorization);
    return request;
  }

  private static Operators operators(String token) {
    KafkaSettings kafka = new KafkaSettings("localhost:9092", (short) 1, Map.of());
    return new Operators(
        new RegionProperties(
            "region-eu",
            "eu",
            Duration.ofSeconds(6),
            Map.of(),
            token,
            Map.of(),
            new RegionProperties.Clusters(kafka, kafka)));
  }
}
