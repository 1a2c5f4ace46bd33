package io.ambit.global.door.http;

import io.ambit.global.ArbiterProperties;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.door.http.RegionDoor.EdgeView;
import io.ambit.global.door.http.RegionDoor.RegionStatus;
import io.ambit.model.Words;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The whole tree at once: the arbiter, its regions, their edges. */
@RestController
class TopologyDoor {
  private final String node;
  private final Reads reads;

  TopologyDoor(ArbiterProperties properties, Reads reads) {
    this.node = properties.node();
    this.reads = reads;
  }

  /** The root. */
  record Root(String node, String mode, long epoch, long policyRevision) {}

  /** One region with its edges. */
  record Branch(String name, RegionSpec spec, RegionStatus status, List<EdgeView> edges) {}

  /** The tree. */
  record Tree(Root arbiter, List<Branch> regions, Instant asOf, long stalenessMillis) {}

  @GetMapping(path = "/api/v1/topology", produces = MediaType.APPLICATION_JSON_VALUE)
  Tree topology() {
    return reads.ask(this::tree);
  }

  private Tree tree(View view) {
    ArbiterCore core = view.core();
    return new Tree(
        new Root(node, Words.of(core.mode().mode()), core.epoch(), core.policy().revision()),
        view.regionNames().stream().map(name -> branch(view, name)).toList(),
        Instant.now(),
        view.stalenessMillis());
  }

  private static Branch branch(View view, String region) {
    ApiObject<RegionSpec, RegionStatus> object = RegionDoor.show(view, region);
    List<EdgeView> edges =
        view.edgesOf(region).stream().map(edge -> EdgeView.of(view.core(), edge)).toList();
    return new Branch(region, object.spec(), RegionDoor.status(view, region), edges);
  }
}
