package io.ambit.global;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Who and where this process is, as others are told. */
@Component
final class Self {
  private final ArbiterProperties properties;
  private final Environment environment;

  Self(ArbiterProperties properties, Environment environment) {
    this.properties = properties;
    this.environment = environment;
  }

  String node() {
    return properties.node();
  }

  /** Base address of the operator API, without a slash at its end. */
  String url() {
    URI given = properties.advertisedUrl();
    String url = given == null ? "http://" + host() + ":" + port() : given.toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private String host() {
    String bound = environment.getProperty("server.address", "");
    return bound.isEmpty() || bound.equals("0.0.0.0") || bound.equals("::") ? hostName() : bound;
  }

  /** The port that is open, which a test leaves to the system. */
  private String port() {
    return environment.getProperty(
        "local.server.port", environment.getProperty("server.port", "8080"));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
