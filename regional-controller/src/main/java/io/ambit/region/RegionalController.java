package io.ambit.region;

import io.ambit.problem.ProblemConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts a regional controller. */
@SpringBootApplication
@EnableConfigurationProperties(RegionProperties.class)
@EnableScheduling
@Import(ProblemConfiguration.class)
public class RegionalController {
  public static void main(String[] args) {
    SpringApplication.run(RegionalController.class, args);
  }
}
