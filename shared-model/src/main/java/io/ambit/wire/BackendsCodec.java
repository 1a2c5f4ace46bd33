package io.ambit.wire;

import io.ambit.backend.Backend;
import io.ambit.backend.BackendBook;
import io.ambit.backend.BackendNews;
import io.ambit.backend.Sighting;
import io.ambit.model.Bounds;
import io.ambit.wire.v1.V1;

/** News of backends. */
final class BackendsCodec {
  private BackendsCodec() {}

  static V1.Backends write(BackendNews news) {
    V1.Backends.Builder written = V1.Backends.newBuilder().setNode(news.node());
    news.sightings().forEach(sighting -> written.addSightings(write(sighting)));
    return written.build();
  }

  static BackendNews read(V1.Backends news) {
    Bounds.require("sightings", news.getSightingsCount(), 0, BackendBook.MOST);
    return new BackendNews(
        news.getNode(), news.getSightingsList().stream().map(BackendsCodec::read).toList());
  }

  private static V1.BackendSighting write(Sighting sighting) {
    Backend backend = sighting.backend();
    return V1.BackendSighting.newBuilder()
        .setPool(backend.pool())
        .setId(backend.id())
        .setUrl(backend.url())
        .setZone(backend.zone())
        .setCapacityPerSecond(backend.capacityPerSecond())
        .setProbePath(backend.probePath())
        .setTtlMillis(sighting.ttlMillis())
        .setAgeMillis(sighting.ageMillis())
        .setLeft(sighting.left())
        .build();
  }

  private static Sighting read(V1.BackendSighting sighting) {
    Backend backend =
        new Backend(
            sighting.getPool(),
            sighting.getId(),
            sighting.getUrl(),
            sighting.getZone(),
            sighting.getCapacityPerSecond(),
            sighting.getProbePath());
    return new Sighting(
        backend, sighting.getTtlMillis(), sighting.getAgeMillis(), sighting.getLeft());
  }
}
