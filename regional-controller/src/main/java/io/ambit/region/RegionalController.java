package io.ambit.region;

import io.ambit.problem.ProblemConfiguration;
import io.ambit.region.witness.WitnessProcess;
import java.util.Arrays;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts a regional controller; or, with {@code AMBIT_ROLE=witness} or {@code
 * --ambit.role=witness}, a {@link WitnessProcess}.
 */
@SpringBootApplication
@EnableConfigurationProperties(RegionProperties.class)
@EnableScheduling
@Import(ProblemConfiguration.class)
public class RegionalController {
  public static void main(String[] args) {
    if (isWitness(args, System.getenv())) {
      WitnessProcess.start(args);
    } else {
      SpringApplication.run(RegionalController.class, args);
    }
  }

  private static boolean isWitness(String[] args, Map<String, String> environment) {
    return Arrays.asList(args).contains("--ambit.role=witness")
        || "witness".equals(environment.get("AMBIT_ROLE"));
  }
}
