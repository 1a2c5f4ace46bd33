package io.ambit.simulator.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One rule taken out.
 *
 * @param rule what no longer holds, in words
 * @param source the file it is in, from the root of the checkout
 * @param original what is there once, to the letter
 * @param replacement what is there instead
 */
public record Mutant(String name, String rule, String source, String original, String replacement) {

  /** What parts the places of a rule that is kept in several, in original and replacement alike. */
  static final String AND = "\n// and\n";

  /**
   * The changed source.
   *
   * @throws IllegalStateException if an original is not there exactly once any more
   */
  public String mutated(Path checkout) throws IOException {
    String text = Files.readString(checkout.resolve(source));
    List<String> originals = List.of(original.split(AND, -1));
    List<String> replacements = replacements();
    for (int i = 0; i < originals.size(); i++) {
      text = replaced(text, originals.get(i), replacements.get(i));
    }
    return text;
  }

  /** What is there instead, place by place. */
  List<String> replacements() {
    return List.of(replacement.split(AND, -1));
  }

  private String replaced(String text, String before, String after) {
    int at = text.indexOf(before);
    if (at < 0 || text.indexOf(before, at + 1) >= 0) {
      throw new IllegalStateException(
          "mutant %s: %s holds its original %s; say anew what it replaces:%n%s"
              .formatted(name, source, at < 0 ? "nowhere" : "more than once", before));
    }
    return text.substring(0, at) + after + text.substring(at + before.length());
  }
}
