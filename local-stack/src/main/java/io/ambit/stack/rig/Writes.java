package io.ambit.stack.rig;

/**
 * What an operator saw who never stopped writing, see {@link WriteChain}.
 *
 * @param refused answered otherwise than with success, or not at all
 * @param stale answers of a state before the last acknowledged one, whoever gave them
 * @param lost acknowledged, and not there in the end
 * @param longestGapMillis between two acknowledgements
 */
public record Writes(
    long acknowledged, long refused, long stale, long lost, long longestGapMillis) {
  String line() {
    return "operator writes: %d acknowledged, %d not, %d lost; %d stale answers; longest gap %d ms"
        .formatted(acknowledged, refused, lost, stale, longestGapMillis);
  }
}
