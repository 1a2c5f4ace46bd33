package io.ambit.edge.door.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends what is already JSON. */
final class JsonAnswer {
  private JsonAnswer() {}

  static void send(HttpServletResponse response, String contentType, byte[] json)
      throws IOException {
    response.setContentType(contentType);
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }
}
