package io.ambit.edge;

import java.util.Properties;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.observation.web.servlet.WebMvcObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.ClassPathResource;

/**
 * Starts an edge agent. Spring's own observation of every HTTP request is left out: it would cost
 * more than the decision, which the agent measures itself.
 *
 * <p>Its settings are defaults of this application alone, in no file that Spring would find by
 * itself: who has the edge on the class path ({@link EmbeddedEdge}) must not get its ports.
 */
@SpringBootApplication(exclude = WebMvcObservationAutoConfiguration.class)
@EnableConfigurationProperties(EdgeProperties.class)
public class EdgeAgent {
  private static final String SETTINGS = "agent.yml";

  public static void main(String[] args) {
    application().run(args);
  }

  /** The agent with its default settings; whatever else says a setting outranks them. */
  static SpringApplication application() {
    SpringApplication application = new SpringApplication(EdgeAgent.class);
    application.setDefaultProperties(settings());
    return application;
  }

  private static Properties settings() {
    YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new ClassPathResource(SETTINGS, EdgeAgent.class));
    Properties settings = yaml.getObject();
    if (settings == null) {
      throw new IllegalStateException(SETTINGS + " says nothing");
    }
    return settings;
  }
}
