package io.ambit.edge;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.observation.web.servlet.WebMvcObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * Starts an edge agent. Spring's own observation of every HTTP request is left out: it would cost
 * more than the decision, which the agent measures itself.
 */
@SpringBootApplication(exclude = WebMvcObservationAutoConfiguration.class)
@EnableConfigurationProperties(EdgeProperties.class)
public class EdgeAgent {
  public static void main(String[] args) {
    SpringApplication.run(EdgeAgent.class, args);
  }
}
