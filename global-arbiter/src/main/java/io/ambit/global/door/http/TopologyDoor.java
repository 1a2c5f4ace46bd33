package io.ambit.global.door.http;

import io.ambit.global.ArbiterProperties;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.Fleet;
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

  private Tree tree(ArbiterCore core, long now) {
    return new Tree(
        new Root(node, Words.of(core.mode().mode()), core.epoch(), core.policy().revision()),
        RegionDoor.names(core, now).stream().map(name -> branch(core, now, name)).toList(),
        Instant.now(),
        BudgetStatus.stalenessMillis(core, now));
  }

  private static Branch branch(ArbiterCore core, long now, String region) {
    ApiObject<RegionSpec, RegionStatus> object = RegionDoor.show(core, now, region);
    List<EdgeView> edges =
        Fleet.edges(core.regions(), now).stream()
            .filter(edge -> edge.region().equals(region))
            .map(edge -> EdgeView.of(core, edge))
            .toList();
    return new Branch(region, object.spec(), object.status(), edges);
  }
}
