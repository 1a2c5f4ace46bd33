package io.ambit.problem;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/**
 * Everything an HTTP tier needs to refuse well. Import it and give a {@link BodyLimit}; {@code
 * strict-web.properties} beside it turns off the parts of Spring MVC that read bodies elsewhere.
 * Its {@code application.yml} quiets {@code org.apache.coyote} and {@code
 * org.springframework.web.servlet.PageNotFound}, which log what a client got wrong.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:io/ambit/problem/strict-web.properties")
@Import({ProblemAdvice.class, ProblemErrorController.class})
public class ProblemConfiguration {
  @Bean
  StrictJson strictJson() {
    return new StrictJson();
  }

  @Bean
  TomcatProblems tomcatProblems() {
    return new TomcatProblems();
  }

  @Bean
  BodyLimitFilter bodyLimitFilter(BodyLimit limit) {
    return new BodyLimitFilter(limit);
  }
}
