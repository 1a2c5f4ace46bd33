package io.ambit.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** Guards a servlet application once {@code ambit.guard.agent} says who is asked. */
@AutoConfiguration(
    afterName =
        "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty("ambit.guard.agent")
@EnableConfigurationProperties(GuardProperties.class)
public class GuardAutoConfiguration {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** By the header that names the tenant; what changes nothing is a read. */
  @Bean
  @ConditionalOnMissingBean
  QuestionReader questionReader(GuardProperties properties) {
    return request -> Question.of(tenant(request, properties), operation(request));
  }

  @Bean(destroyMethod = "close")
  RemoteAgent ambitAgent(GuardProperties properties) {
    return new RemoteAgent(properties.agent(), properties.within());
  }

  @Bean
  FilterRegistrationBean<GuardFilter> ambitGuard(
      RemoteAgent agent,
      QuestionReader reader,
      ObjectProvider<MeterRegistry> registry,
      GuardProperties properties) {
    GuardMeters meters = new GuardMeters(registry.getIfAvailable(CompositeMeterRegistry::new));
    FilterRegistrationBean<GuardFilter> filter =
        new FilterRegistrationBean<>(new GuardFilter(agent, reader, meters, properties));
    filter.setUrlPatterns(properties.paths());
    filter.setOrder(properties.order());
    return filter;
  }

  private static String tenant(HttpServletRequest request, GuardProperties properties) {
    String name = request.getHeader(properties.tenantHeader());
    return name != null && NAME.matcher(name).matches() ? name : properties.unnamed();
  }

  private static String operation(HttpServletRequest request) {
    return READS.contains(request.getMethod()) ? "read" : "write";
  }
}
