package io.ambit.global.door.http;

import io.ambit.failover.LossVote;
import io.ambit.failover.RegionHealth;
import io.ambit.failover.TableRefusal;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.Command.Change;
import io.ambit.global.core.Fleet.Edge;
import io.ambit.global.door.http.Pages.Ask;
import io.ambit.global.door.http.Pages.Page;
import io.ambit.lease.NodeStatus;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.Words;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import io.ambit.runtime.Topic;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Regions: those declared and those heard, and the edges in them. */
@RestController
@RequestMapping(path = "/api/v1/regions", produces = MediaType.APPLICATION_JSON_VALUE)
class RegionDoor {
  private final Reads reads;
  private final Writes writes;

  RegionDoor(Reads reads, Writes writes) {
    this.reads = reads;
    this.writes = writes;
  }

  /**
   * How a region is doing.
   *
   * @param mode null if it was never heard
   * @param reportAgeMillis null if it was never heard
   * @param provenPerSecond what its backends get done while all of them are full; null if not all
   *     are
   * @param loss whether it is lost with all that is in it; null of one that was only declared
   * @param health null if nothing was heard of its traffic
   * @param spill null before there was a spill table
   */
  record RegionStatus(
      boolean declared,
      @Nullable String mode,
      @Nullable Long policyRevision,
      @Nullable Long reportAgeMillis,
      @Nullable Long provenPerSecond,
      EdgeCounts edges,
      @Nullable Loss loss,
      @Nullable Health health,
      @Nullable Away spill,
      Instant asOf) {}

  /**
   * How much of a region's traffic is to be elsewhere.
   *
   * @param tableRevision the spill table in force, by which traffic and budgets move
   * @param refused what the region keeps from its edges; null if it is told all
   */
  record Away(long tableRevision, int awayPerTenThousand, @Nullable TableRefusal refused) {
    static @Nullable Away of(View view, String region) {
      return view.policy()
          .live(PolicyKey.SPILL_TABLE)
          .map(
              table ->
                  new Away(
                      table.revision(),
                      view.policy().spillTable().away().getOrDefault(region, 0),
                      view.core().shifts().refusal(region).orElse(null)))
          .orElse(null);
    }
  }

  /**
   * Whether it is confirmed lost, and by how many.
   *
   * @param votes members that say they do not reach it; they say so only where homes or traffic may
   *     move by themselves
   */
  record Loss(boolean lost, long silentMillis, int votes, int needed, int members) {
    static @Nullable Loss of(LossVote.@Nullable Count count) {
      return count == null
          ? null
          : new Loss(
              count.lost(), count.silentMillis(), count.votes(), count.needed(), count.members());
    }
  }

  /**
   * What the arbiter thinks of a region.
   *
   * @param verdict {@code well}, {@code suspect} or {@code confirmed} to be lost
   * @param phi how surely it is gone, by when its reports come: a silence as long as this is
   *     expected once in 10^phi
   * @param score the smaller of the parts of requests that succeed and of backends that answer
   */
  record Health(String verdict, double phi, double score, String why) {
    static Health of(RegionHealth.Judged judged) {
      return new Health(
          Words.of(judged.verdict()),
          Math.round(judged.seen().phi() * 100) / 100.0,
          judged.scorePerTenThousand() / 10_000.0,
          judged.why());
    }
  }

  /** How many edges are there, silent, and gone for good. */
  record EdgeCounts(long present, long silent, long left) {}

  /** One edge, as its region told of it. */
  record EdgeView(
      String name,
      String region,
      String state,
      String mode,
      long policyRevision,
      boolean behind,
      long ageMillis) {

    static EdgeView of(ArbiterCore core, Edge edge) {
      NodeStatus status = edge.status();
      return new EdgeView(
          status.node(),
          edge.region(),
          status.left() ? "left" : edge.isPresent() ? "present" : "silent",
          Words.of(status.mode()),
          status.policyRevision(),
          status.policyRevision() < core.policy().revision(),
          edge.ageMillis());
    }
  }

  @GetMapping
  Page<ApiObject<RegionSpec, RegionStatus>> list(
      @RequestParam(required = false) @Nullable Integer pageSize,
      @RequestParam(required = false) @Nullable String pageToken) {
    Ask ask = Ask.of(pageSize, pageToken);
    return reads.ask(
        view ->
            Pages.cut(ask, view.regionNames().stream(), name -> name, name -> show(view, name)));
  }

  @GetMapping("/{region}")
  ResponseEntity<ApiObject<RegionSpec, RegionStatus>> get(@PathVariable @ValidName String region) {
    return reads.ask(
        view -> {
          requireKnown(view, region);
          Optional<PolicyRecord> declared = view.policy().live(PolicyKey.region(region));
          ApiObject<RegionSpec, RegionStatus> object = show(view, region);
          return declared
              .map(record -> Answers.read(record, object))
              .orElseGet(() -> ResponseEntity.ok(object));
        });
  }

  @PutMapping(path = "/{region}", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ApiObject<RegionSpec, RegionStatus>> put(
      @PathVariable @ValidName String region,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestHeader HttpHeaders headers,
      @RequestBody Write<RegionSpec> body,
      Principal who) {
    refuseReserved(region);
    Faults faults = new Faults();
    RegionDeclaration declaration = body.spec(region, faults).read(faults);
    PolicyKey key = PolicyKey.region(region);
    Writes.Intent intent =
        new Writes.Intent(Preconditions.of(headers), dryRun, who.getName(), body.why());
    return Answers.of(
        key,
        writes.want(key, new Change.Put(declaration), intent),
        record ->
            reads.ask(view -> show(view, record), () -> ApiObject.stored(record, spec(record))));
  }

  @GetMapping("/{region}/edges")
  Page<EdgeView> edges(
      @PathVariable @ValidName String region,
      @RequestParam(required = false) @Nullable Integer pageSize,
      @RequestParam(required = false) @Nullable String pageToken) {
    Ask ask = Ask.of(pageSize, pageToken);
    return reads.ask(
        view -> {
          requireKnown(view, region);
          return Pages.cut(
              ask,
              view.edgesOf(region).stream(),
              edge -> edge.status().node(),
              edge -> EdgeView.of(view.core(), edge));
        });
  }

  static ApiObject<RegionSpec, RegionStatus> show(View view, String region) {
    return view.policy()
        .live(PolicyKey.region(region))
        .map(record -> show(view, record))
        .orElseGet(
            () ->
                new ApiObject<>(
                    ApiObject.Metadata.undeclared(region),
                    RegionSpec.of(RegionDeclaration.DEFAULT),
                    status(view, region)));
  }

  private static ApiObject<RegionSpec, RegionStatus> show(View view, PolicyRecord record) {
    return new ApiObject<>(
        ApiObject.Metadata.of(record), spec(record), status(view, record.key().name()));
  }

  private static RegionSpec spec(PolicyRecord record) {
    return RegionSpec.of(
        record.spec() instanceof RegionDeclaration region ? region : RegionDeclaration.DEFAULT);
  }

  static RegionStatus status(View view, String region) {
    Optional<NodeStatus> heard = view.region(region);
    List<Edge> edges = view.edgesOf(region);
    return new RegionStatus(
        view.policy().live(PolicyKey.region(region)).isPresent(),
        heard.map(status -> Words.of(status.mode())).orElse(null),
        heard.map(NodeStatus::policyRevision).orElse(null),
        heard.map(NodeStatus::reportAgeMillis).orElse(null),
        proven(view.core().shifts().provenPerSecond(region)),
        new EdgeCounts(
            edges.stream().filter(Edge::isPresent).count(),
            edges.stream().filter(Edge::isSilent).count(),
            edges.stream().filter(edge -> edge.status().left()).count()),
        Loss.of(view.core().failovers().takeovers().counts().get(region)),
        Optional.ofNullable(view.core().shifts().health().get(region)).map(Health::of).orElse(null),
        Away.of(view, region),
        Instant.now());
  }

  private static @Nullable Long proven(long perSecond) {
    return perSecond == 0 ? null : perSecond;
  }

  private static void requireKnown(View view, String region) {
    if (!view.regionNames().contains(region)) {
      throw Refusals.notFound(PolicyKey.region(region)).asException();
    }
  }

  private static void refuseReserved(String region) {
    if (region.equals(Topic.GLOBAL)) {
      throw Problem.invalid(
              new FieldFault(
                  Pointers.path("region"), "reserved", "'global' names the tier above regions"))
          .asException();
    }
  }
}
