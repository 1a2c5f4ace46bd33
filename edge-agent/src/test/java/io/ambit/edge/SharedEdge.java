package io.ambit.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * Hands every test class that asks for one the same {@link LeasedEdge}, started once in the run: a
 * broker and an edge take seconds. Tests keep apart by tenants of their own.
 */
public final class SharedEdge implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LeasedEdge.class;
  }

  @Override
  public LeasedEdge resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedEdge.class))
        .getOrComputeIfAbsent(Started.class, type -> new Started(), Started.class)
        .edge;
  }

  /** The one there is, until the run ends. */
  private static final class Started implements CloseableResource {
    private final Path data = temporaryDirectory();
    private final LeasedEdge edge = new LeasedEdge(data);

    private static Path temporaryDirectory() {
      try {
        return Files.createTempDirectory("ambit-edge");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      edge.close();
      FileSystemUtils.deleteRecursively(data);
    }
  }
}
