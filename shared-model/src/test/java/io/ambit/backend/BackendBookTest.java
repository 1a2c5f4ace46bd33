package io.ambit.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendBookTest {
  private static final long MILLI = 1_000_000;
  private static final long TTL = 10_000;

  private final BackendBook book = new BackendBook();

  @Test
  void whatIsNotRenewedEvaporates() {
    book.take(0, Sighting.now(backend("a"), TTL));
    book.take(6_000 * MILLI, Sighting.now(backend("b"), TTL));

    assertThat(book.evaporate(10_000 * MILLI)).isFalse();
    assertThat(book.evaporate(10_001 * MILLI)).isTrue();
    assertThat(book.present()).containsExactly(backend("b"));
  }

  @Test
  void theLaterNewsWinsWhicheverComesFirst() {
    book.take(5_000 * MILLI, new Sighting(backend("a"), TTL, 100, true));
    boolean changed = book.take(5_000 * MILLI, new Sighting(backend("a"), TTL, 200, false));

    assertThat(changed).isFalse();
    assertThat(book.present()).isEmpty();
    assertThat(book.take(5_000 * MILLI, new Sighting(backend("a"), TTL, 50, false))).isTrue();
    assertThat(book.present()).containsExactly(backend("a"));
  }

  @Test
  void toHaveLeftIsPassedOnAndForgotten() {
    book.take(0, Sighting.now(backend("a"), TTL));
    assertThat(book.takeDue(0)).isPresent();

    assertThat(book.leave(1_000 * MILLI, "default", "a")).isTrue();
    assertThat(book.leave(1_000 * MILLI, "default", "a")).isFalse();

    Optional<List<Sighting>> told = book.takeDue(1_500 * MILLI);
    assertThat(told).contains(List.of(new Sighting(backend("a"), TTL, 500, true)));
    assertThat(book.evaporate(20_000 * MILLI)).isFalse();
    assertThat(book.sightings(20_000 * MILLI)).isEmpty();
  }

  @Test
  void renewalsArePassedOnAQuarterOfTheTimeToLiveApart() {
    int told = 0;
    for (long now = 0; now < 100_000; now += 100) {
      if (now % 1_000 == 0) {
        book.take(now * MILLI, Sighting.now(backend("a"), TTL));
      }
      told += book.takeDue(now * MILLI).isPresent() ? 1 : 0;
    }

    assertThat(told).isBetween(33, 40);
  }

  @Test
  void nobodyWhoRenewsEvaporatesAnywhereHoweverNewsTravels() {
    BackendBook far = new BackendBook();
    Random dice = new Random(3);
    for (long now = 0; now < 100_000; now += 50) {
      if (now % 3_000 == 0) {
        book.take(now * MILLI, Sighting.now(backend("a"), TTL));
      }
      long heard = now + dice.nextInt(500);
      book.takeDue(now * MILLI)
          .ifPresent(news -> news.forEach(each -> far.take(heard * MILLI, each)));
      far.evaporate(now * MILLI);
      assertThat(far.present()).as("at %d", now).hasSize(now >= 500 ? 1 : far.present().size());
    }
  }

  @Test
  void whatABackendSaysAnewIsNews() {
    book.take(0, Sighting.now(backend("a"), TTL));
    Backend moved = new Backend("default", "a", "http://127.0.0.1:2", "", 0, "");

    assertThat(book.take(1, Sighting.now(moved, TTL))).isTrue();
    assertThat(book.take(2, Sighting.now(moved, TTL))).isFalse();
    assertThat(book.present()).containsExactly(moved);
  }

  @Test
  void thereIsRoomForSoManyAndWhoIsThereMayStay() {
    for (int i = 0; i < BackendBook.MOST; i++) {
      assertThat(book.take(0, Sighting.now(backend("b" + i), TTL))).isTrue();
    }

    assertThat(book.take(1, Sighting.now(backend("one-more"), TTL))).isFalse();
    book.take(9_000 * MILLI, Sighting.now(backend("b7"), TTL));
    book.evaporate(11_000 * MILLI);

    assertThat(book.present()).containsExactly(backend("b7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.7:8080",
        "https://eu-a.example/base/",
        "http://[::1]:80",
        "http://a_b:1"
      })
  void anAddressIsASchemeAHostAndPerhapsAPath(String url) {
    assertThat(Backend.isUrl(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "eu-a:80",
        "file:///etc/passwd",
        "http://user@host",
        "http://host/?q",
        "http://host/#f",
        "http://ho st"
      })
  void anythingElseIsNone(String url) {
    assertThat(Backend.isUrl(url)).isFalse();
    assertThatThrownBy(() -> new Backend("default", "a", url, "", 0, ""))
        .hasMessageContaining("url");
  }

  private static Backend backend(String id) {
    return new Backend("default", id, "http://127.0.0.1:1", "", 0, "");
  }
}
