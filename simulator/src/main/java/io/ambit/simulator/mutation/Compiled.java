package io.ambit.simulator.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The classes of one source file, compiled in memory against this JVM's own class path. */
final class Compiled {
  private Compiled() {}

  /** The bytes of each class by its binary name. */
  static SortedMap<String, byte[]> of(Mutant mutant, Path checkout) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("mutants need a JDK: this is a JRE");
    }
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      InMemory memory = new InMemory(files);
      List<String> options =
          List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
      List<JavaFileObject> sources = List.of(new Source(mutant.source(), mutant.mutated(checkout)));
      if (!compiler.getTask(said, memory, null, options, null, sources).call()) {
        throw new IllegalStateException(
            "mutant %s does not compile:%n%s".formatted(mutant.name(), said));
      }
      return memory.classes();
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String path, String text) {
      super(URI.create("string:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final SortedMap<String, ByteArrayOutputStream> written = new TreeMap<>();

    InMemory(JavaFileManager files) {
      super(files);
    }

    SortedMap<String, byte[]> classes() {
      SortedMap<String, byte[]> classes = new TreeMap<>();
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return written.computeIfAbsent(name, absent -> new ByteArrayOutputStream());
        }
      };
    }
  }
}
