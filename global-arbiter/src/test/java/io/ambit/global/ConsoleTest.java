package io.ambit.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console's files are all there, are all there is to it, and ask the API by paths it has. */
@ExtendWith(Stage.Extension.class)
final class ConsoleTest {
  private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(console/[^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");
  private static final Pattern ASKED = Pattern.compile("[`']((?:api|v1)/[^`'?]*)");

  private final Arbiter arbiter;

  ConsoleTest(Stage stage) {
    this.arbiter = stage.arbiter();
  }

  @Test
  void thePageIsServedToWhoeverAsksAndRunsNothingButItsFiles() {
    HttpResponse<String> page = arbiter.open("/").response();

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(csp -> assertThat(csp).contains("default-src 'self'"));
    assertThat(page.body()).doesNotContainPattern("<script(?![^>]*src=)|\\son[a-z]+=|style=");
  }

  @Test
  void everyFileItNamesIsThere() {
    List<String> files = files();

    assertThat(files).contains("console/main.js", "console/api.js", "console/console.css");
    assertThat(files).allSatisfy(file -> assertThat(body(file)).isNotBlank());
  }

  @Test
  void everyPathItReadsIsOneOfTheApi() {
    arbiter.put(
        "/api/v1/tenants/shown/budget",
        "{\"spec\":{\"limits\":[{\"name\":\"requests\",\"quota\":10}]}}");
    List<String> asked = new ArrayList<>();
    for (String file : files()) {
      Matcher path = ASKED.matcher(body(file));
      while (path.find()) {
        asked.add("/" + path.group(1).replace("${name}", "shown").replace("${chosen}", "shown"));
      }
    }

    asked.removeIf(path -> path.contains("${"));
    assertThat(asked)
        .hasSizeGreaterThan(8)
        .allSatisfy(path -> assertThat(answers(path)).as(path).isTrue());
  }

  /** What can only be posted to is there too; a tenant need not have a home. */
  private boolean answers(String path) {
    int status = arbiter.get(path).status();
    return status == 200 || status == 405 || status == 404 && path.endsWith("/home");
  }

  /** All that the page loads, and what that loads. */
  private List<String> files() {
    Deque<String> open = new ArrayDeque<>();
    Matcher named = FILE.matcher(arbiter.open("/").response().body());
    while (named.find()) {
      open.add(named.group(1));
    }
    List<String> files = new ArrayList<>();
    while (!open.isEmpty()) {
      String file = open.removeFirst();
      if (!files.contains(file)) {
        files.add(file);
        Matcher imported = IMPORT.matcher(body(file));
        while (imported.find()) {
          open.add("console/" + imported.group(1));
        }
      }
    }
    return files;
  }

  private String body(String file) {
    HttpResponse<String> answer = arbiter.open("/" + file).response();
    assertThat(answer.statusCode()).as(file).isEqualTo(200);
    return answer.body();
  }
}
