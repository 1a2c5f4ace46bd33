package io.ambit.global.door.http;

import io.ambit.model.Leader;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who leads, however that is found out.
 *
 * @param current empty while nobody says that it leads
 */
public record LeaderView(Supplier<Optional<Leader>> current) {}
