package io.ambit.global;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the global arbiter. There are no users with passwords, so none is made up. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@EnableConfigurationProperties(ArbiterProperties.class)
@EnableScheduling
public class GlobalArbiter {
  public static void main(String[] args) {
    SpringApplication.run(GlobalArbiter.class, args);
  }
}
