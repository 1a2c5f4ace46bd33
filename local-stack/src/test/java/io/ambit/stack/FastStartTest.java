package io.ambit.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastStartTest {
  private final Program.Service service = new Program.Service("edge-agent", 32, List.of());
  private final List<String> told = new ArrayList<>();

  @Test
  void aJarThatCannotBePreparedIsStartedAsItIsWithOneLineSayingWhy(@TempDir Path checkout)
      throws IOException {
    Path jar = brokenJar(checkout);
    List<String> arguments = new FastStart(checkout, told::add).runArguments(service);

    assertThat(arguments).containsExactly("-jar", jar.toString());
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("edge-agent starts slowly: unpacking: exit status 1, see ");
  }

  @Test
  void aModuleThatWasNeverBuiltIsNamed(@TempDir Path checkout) {
    assertThatThrownBy(() -> new FastStart(checkout, told::add).runArguments(service))
        .isInstanceOf(StackException.class)
        .hasMessage("edge-agent is not built");
  }

  private static Path brokenJar(Path checkout) throws IOException {
    Path target = Files.createDirectories(checkout.resolve("edge-agent").resolve("target"));
    Path jar = target.resolve("edge-agent-1-exec.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "no.such.Main");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }
}
