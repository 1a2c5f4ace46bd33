package io.ambit.global.door.http;

import io.ambit.failover.Proposal;
import io.ambit.model.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done about one region's traffic, as operators write it. */
record ShiftSpec(@Nullable String kind, @Nullable String region, @Nullable Boolean acceptShed) {
  /** What {@code kind} may be. */
  static final List<String> KINDS = List.of("drain", "evacuate", "restore", "undrain");

  static ShiftSpec of(Proposal proposal) {
    return new ShiftSpec(Words.of(proposal.kind()), proposal.region(), proposal.shedAccepted());
  }

  /** Reads it; {@code undrain} is another word for {@code restore}. */
  Proposal read(Faults faults) {
    String word = "undrain".equals(kind) ? "restore" : kind;
    if (word == null) {
      faults.note(Steps.of("spec", "kind"), "required", "expected: drain, evacuate or restore");
    }
    Proposal.Kind what =
        faults.word(Steps.of("spec", "kind"), Proposal.Kind.class, word, Proposal.Kind.DRAIN);
    String name = faults.name(Steps.of("spec", "region"), region);
    faults.end();
    return new Proposal(what, name, false, Boolean.TRUE.equals(acceptShed));
  }
}
