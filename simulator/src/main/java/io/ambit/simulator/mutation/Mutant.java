package io.ambit.simulator.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One rule taken out.
 *
 * @param rule what no longer holds, in words
 * @param source the file it is in, from the root of the checkout
 * @param original what is there once, to the letter
 * @param replacement what is there instead
 */
public record Mutant(String name, String rule, String source, String original, String replacement) {

  /**
   * The changed source.
   *
   * @throws IllegalStateException if the original is not there exactly once any more
   */
  public String mutated(Path checkout) throws IOException {
    String text = Files.readString(checkout.resolve(source));
    int at = text.indexOf(original);
    if (at < 0 || text.indexOf(original, at + 1) >= 0) {
      throw new IllegalStateException(
          "mutant %s: %s holds its original %s; say anew what it replaces:%n%s"
              .formatted(name, source, at < 0 ? "nowhere" : "more than once", original));
    }
    return text.substring(0, at) + replacement + text.substring(at + original.length());
  }
}
