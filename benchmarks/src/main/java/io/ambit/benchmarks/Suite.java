package io.ambit.benchmarks;

import java.util.List;

/**
 * Benchmarks that are run together and compared with each other.
 *
 * @param name also of the file with the results
 * @param classes that hold the benchmarks
 */
public record Suite(String name, String about, List<Class<?>> classes, List<Ratio> ratios) {}
