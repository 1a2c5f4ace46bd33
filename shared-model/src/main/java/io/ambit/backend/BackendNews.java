package io.ambit.backend;

import io.ambit.model.Names;
import java.util.List;

/**
 * What {@code node}, an edge or a region, has to tell of backends. Of those it does not name it
 * says nothing.
 */
public record BackendNews(String node, List<Sighting> sightings) {
  public BackendNews {
    Names.require("node", node);
    sightings = List.copyOf(sightings);
  }
}
