package io.ambit.problem;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A little service that takes one of everything a request can get wrong. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(ProblemConfiguration.class)
public class Parcels {
  /** The body; {@code size} must be there. */
  public record Parcel(
      @NotNull @Min(1) @Max(10) Long size,
      @Nullable String name,
      @Nullable BigDecimal weight,
      @Nullable Boolean fragile,
      @Nullable List<@Valid Item> items,
      @Nullable Map<String, @Valid Item> byRoom) {}

  /** Part of a parcel. */
  public record Item(@NotNull @Min(1) Long count) {}

  @Bean
  BodyLimit bodyLimit() {
    return new BodyLimit(1_000);
  }

  @RestController
  static final class Door {
    @PostMapping(path = "/parcels", consumes = "application/json", produces = "application/json")
    Parcel take(@Valid @RequestBody Parcel parcel) {
      return parcel;
    }

    @GetMapping(path = "/parcels/{name}", produces = "application/json")
    Map<String, Object> find(
        @PathVariable @Pattern(regexp = "[a-z]+", message = "expected: [a-z]+") String name,
        @RequestParam(required = false) @Nullable @Max(100) Integer pageSize,
        @RequestHeader("Ambit-Cost") @Min(1) long cost) {
      return Map.of("name", name, "cost", cost, "pageSize", String.valueOf(pageSize));
    }

    @GetMapping("/bug")
    String bug() {
      throw new IllegalStateException("the secret");
    }

    @GetMapping("/refused")
    String refused() {
      throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "not-yet", "Not yet.")
          .hint("Come back.")
          .retryAfter(7)
          .asException();
    }
  }
}
