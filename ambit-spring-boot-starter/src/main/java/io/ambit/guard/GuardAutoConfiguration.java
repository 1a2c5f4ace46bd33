package io.ambit.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/**
 * Guards a servlet application, by asking whom {@code ambit.guard} names. One that names nobody
 * does not start, since whoever added this means to be guarded; {@code ambit.guard.enabled=false}
 * says otherwise.
 */
@AutoConfiguration(
    afterName =
        "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "ambit.guard.enabled", matchIfMissing = true)
@EnableConfigurationProperties(GuardProperties.class)
public class GuardAutoConfiguration {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** By the header that names the tenant; what changes nothing is a read. */
  @Bean
  @ConditionalOnMissingBean
  QuestionReader questionReader(GuardProperties properties) {
    return request -> Question.of(tenant(request, properties), operation(request));
  }

  /** Closed once the web server has stopped: then no request needs a decision any more. */
  @Bean(destroyMethod = "close")
  Agent ambitAgent(
      GuardProperties properties, ObjectProvider<MeterRegistry> registry, ResourceLoader loader) {
    return Agents.chosen(properties, meters(registry), loader.getClassLoader());
  }

  @Bean
  FilterRegistrationBean<GuardFilter> ambitGuard(
      Agent agent,
      QuestionReader reader,
      ObjectProvider<MeterRegistry> registry,
      GuardProperties properties) {
    GuardMeters meters = new GuardMeters(meters(registry));
    FilterRegistrationBean<GuardFilter> filter =
        new FilterRegistrationBean<>(new GuardFilter(agent, reader, meters, properties));
    filter.setUrlPatterns(properties.paths());
    filter.setOrder(properties.order());
    return filter;
  }

  /** Without any, counts nowhere. */
  private static MeterRegistry meters(ObjectProvider<MeterRegistry> registry) {
    return registry.getIfAvailable(CompositeMeterRegistry::new);
  }

  private static String tenant(HttpServletRequest request, GuardProperties properties) {
    String name = request.getHeader(properties.tenantHeader());
    return name != null && GuardProperties.NAME.matcher(name).matches()
        ? name
        : properties.unnamed();
  }

  private static String operation(HttpServletRequest request) {
    return READS.contains(request.getMethod()) ? "read" : "write";
  }
}
