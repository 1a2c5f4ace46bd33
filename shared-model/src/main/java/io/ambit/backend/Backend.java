package io.ambit.backend;

import io.ambit.model.Bounds;
import io.ambit.model.Limit;
import io.ambit.model.Names;
import java.util.regex.Pattern;

/**
 * One backend of a pool, as it describes itself.
 *
 * @param url base address, {@code http} or {@code https} with nothing behind the port or path
 * @param zone where it is; empty if it does not say
 * @param capacityPerSecond requests it can take; 0 if it does not say
 * @param probePath path under {@code url} that answers 2xx while it is well; empty for no probes
 */
public record Backend(
    String pool, String id, String url, String zone, long capacityPerSecond, String probePath) {
  public static final int LONGEST_URL = 512;
  public static final int LONGEST_PATH = 256;
  private static final Pattern URL =
      Pattern.compile("https?://[-._~A-Za-z0-9\\[\\]:]{1,260}(/[-._~%A-Za-z0-9/]*)?");
  private static final Pattern PATH = Pattern.compile("/[-._~%!$&'()*+,;=:@A-Za-z0-9/?]*");

  public Backend {
    Names.require("pool", pool);
    Names.require("id", id);
    if (!isUrl(url)) {
      throw new IllegalArgumentException(
          "url: '%.80s' (expected: http://host:port)".formatted(url));
    }
    if (!zone.isEmpty()) {
      Names.require("zone", zone);
    }
    Bounds.require("capacityPerSecond", capacityPerSecond, 0, Limit.MAX_UNITS);
    if (!isProbePath(probePath)) {
      throw new IllegalArgumentException(
          "probePath: '%.80s' (expected: a path from /)".formatted(probePath));
    }
  }

  /** Whether {@code text} is an address a backend may have. */
  public static boolean isUrl(String text) {
    return text.length() <= LONGEST_URL && URL.matcher(text).matches();
  }

  /** Whether {@code text} is a path to probe, or empty. */
  public static boolean isProbePath(String text) {
    return text.isEmpty() || text.length() <= LONGEST_PATH && PATH.matcher(text).matches();
  }

  /** Names it among all backends of the region. */
  public String key() {
    return pool + "/" + id;
  }
}
