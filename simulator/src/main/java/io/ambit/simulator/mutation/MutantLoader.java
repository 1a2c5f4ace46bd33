package io.ambit.simulator.mutation;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Loads everything anew, the JDK apart, and the mutated classes instead of their originals. */
final class MutantLoader extends URLClassLoader {
  private final SortedMap<String, byte[]> mutated;

  MutantLoader(SortedMap<String, byte[]> mutated) {
    super(classPath(), ClassLoader.getPlatformClassLoader());
    this.mutated = mutated;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = mutated.get(name);
    return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
  }

  private static URL[] classPath() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getProperty("java.class.path"))
        .map(MutantLoader::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
