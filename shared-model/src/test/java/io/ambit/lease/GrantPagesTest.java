package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantPagesTest {
  private static final Boot BOOT = Boot.of(1, 1);

  private final GrantPages writer = new GrantPages();
  private final GrantBook reader = new GrantBook();
  private final TreeMap<LimitKey, LeaseGrant> held = new TreeMap<>();
  private long sequence;

  @Test
  void renewingAThousandLeasesTakesAPageOfAFewOfThem() {
    hold(1_000, 5);
    List<GrantPage> first = writer.write(grants(BOOT));
    List<GrantPage> renewal = writer.write(grants(BOOT));

    assertThat(first).singleElement().extracting(p -> p.lines().leases().size()).isEqualTo(1_000);
    assertThat(renewal).singleElement().extracting(p -> p.lines().leases().size()).isEqualTo(16);
  }

  @Test
  void whatChangedIsSaidWithTheNextPageAndAllIsReadBack() {
    hold(100, 5);
    write();
    held.put(key(42), lease(42, 7, 1));
    held.remove(key(43));

    assertThat(write()).isEqualTo(grantsAgain());
  }

  @Test
  void anotherBootIsToldEverything() {
    hold(100, 5);
    write();
    GrantPage page = writer.write(grants(Boot.of(2, 2))).getFirst();

    assertThat(page.number()).isEqualTo(1);
    assertThat(page.lines().leases()).hasSize(100);
  }

  @Test
  void whoMissedAPageReadsNothingUntilAllIsSaidAnew() {
    hold(100, 5);
    write();
    writer.write(grants(BOOT));
    assertThat(read(writer.write(grants(BOOT)))).isEmpty();

    List<GrantPage> anew = writer.write(grantsAnew());

    assertThat(read(anew)).contains(grantsAgain());
  }

  @Test
  void moreThanFitsIntoARecordTakesSeveralThatCountTogether() {
    hold(10_000, 5);
    List<GrantPage> pages = writer.write(grants(BOOT));

    assertThat(pages.size()).isEqualTo(5);
    for (GrantPage page : pages.subList(0, 4)) {
      assertThat(reader.read(page)).isEmpty();
    }
    assertThat(reader.read(pages.getLast())).contains(grantsAgain());
  }

  @Test
  void noPageHasMuchToSayAtOnceLater() {
    hold(1_000, 5);
    write();
    for (int i = 0; i < 500; i++) {
      List<GrantPage> pages = writer.write(grants(BOOT));
      assertThat(pages.getFirst().lines().leases()).hasSizeLessThanOrEqualTo(17);
    }
  }

  @Test
  void whileAPageIsMissingNothingIsReadAndThenAllAgain() {
    hold(50, 5);
    write();
    held.remove(key(7));
    writer.write(grants(BOOT));
    for (int i = 1; i < GrantPage.RING; i++) {
      assertThat(read(writer.write(grants(BOOT)))).isEmpty();
    }

    assertThat(write()).isEqualTo(grantsAgain());
  }

  @Test
  void whatIsKnownOfAChildWhosePageIsMissingIsChargedAtTheEndOfALog() {
    hold(50, 5);
    write();
    writer.write(grants(BOOT));
    read(writer.write(grants(BOOT)));

    assertThat(reader.incomplete()).singleElement().isEqualTo(grantsAgain());
  }

  /** Grants that change at random, read live and from what compaction leaves at any moment. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theLogHoldsEveryLeaseWhateverCompactionLeaves(long seed) {
    Random random = new Random(seed);
    Map<String, Stored> log = new LinkedHashMap<>();
    long offset = 0;
    GrantPages owner = writer;
    Boot boot = BOOT;
    for (int round = 0; round < 600; round++) {
      if (random.nextInt(250) == 0) {
        owner = new GrantPages();
      }
      if (random.nextInt(250) == 0) {
        boot = Boot.of(3, round);
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        change(random);
      }
      List<GrantPage> pages = owner.write(grants(boot));
      Optional<Grants> live = read(pages);
      for (GrantPage page : pages) {
        log.put(page.key(), new Stored(page, offset++));
      }
      assertThat(live).contains(grantsAgain(boot));
      if (random.nextInt(20) == 0) {
        assertThat(replay(log)).contains(grantsAgain(boot));
      }
    }
  }

  private record Stored(GrantPage page, long offset) {}

  private static Optional<Grants> replay(Map<String, Stored> log) {
    GrantBook book = new GrantBook();
    List<Optional<Grants>> read =
        log.values().stream()
            .sorted(Comparator.comparingLong(Stored::offset))
            .map(each -> book.read(each.page()))
            .toList();
    assertThat(book.incomplete()).isEmpty();
    return read.getLast();
  }

  private void change(Random random) {
    int i = random.nextInt(120);
    if (random.nextInt(4) == 0) {
      held.remove(key(i));
    } else {
      held.put(key(i), lease(i, random.nextInt(9), random.nextInt(3)));
    }
  }

  private void hold(int limits, int units) {
    for (int i = 0; i < limits; i++) {
      held.put(key(i), lease(i, units, 1));
    }
  }

  private Grants write() {
    return read(writer.write(grants(BOOT))).orElseThrow();
  }

  private Optional<Grants> read(List<GrantPage> pages) {
    Optional<Grants> last = Optional.empty();
    for (GrantPage page : pages) {
      last = reader.read(page);
    }
    return last;
  }

  private Grants grants(Boot boot) {
    sequence++;
    return grantsAgain(boot);
  }

  private Grants grantsAgain() {
    return grantsAgain(BOOT);
  }

  /** Every third lease that is held is outstanding too, at one more. */
  private Grants grantsAgain(Boot boot) {
    List<LeaseGrant> outstanding = new ArrayList<>();
    held.forEach(
        (key, lease) -> {
          if (lease.filledMilli() == 2) {
            outstanding.add(new LeaseGrant(key, new Share(20_000, 20_000), Share.NONE, 0, 3_000));
          }
        });
    return new Grants(
        "eu-1",
        new Stamp(1, sequence),
        boot,
        sequence,
        List.copyOf(held.values()),
        outstanding,
        new Stamp(1, 1),
        List.of());
  }

  private Grants grantsAnew() {
    Grants next = grants(BOOT);
    return new Grants(
        next.node(),
        next.stamp(),
        next.boot(),
        next.sentNanos(),
        next.ownerEpoch(),
        next.leases(),
        next.outstanding(),
        next.since(),
        next.witnesses(),
        next.writes(),
        true);
  }

  private static LimitKey key(int i) {
    return new LimitKey("t" + i, "requests");
  }

  private static LeaseGrant lease(int i, int units, int filled) {
    Share share = new Share(1_000L * units, 1_000L * units);
    return new LeaseGrant(key(i), share, Share.NONE, 3_000, 18_000).with(filled, 0, false);
  }
}
