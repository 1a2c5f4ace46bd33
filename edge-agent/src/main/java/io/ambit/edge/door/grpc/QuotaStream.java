package io.ambit.edge.door.grpc;

import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.core.leaf.LeafAction;
import io.ambit.edge.core.leaf.LeafId;
import io.ambit.edge.core.leaf.LeafReport;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.model.Limit;
import io.ambit.model.Names;
import io.ambit.model.Priority;
import io.ambit.model.Words;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.BucketId;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaResponse;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaResponse.BucketAction;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaUsageReports;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one Envoy: its buckets by number, at most {@value #MOST_BUCKETS}. Its reports come
 * in on a socket's thread, what it is told comes from the loop; neither waits for more than the
 * other's few instructions.
 *
 * <p>A bucket that names no tenant is a fault of Envoy's configuration and ends the stream with
 * {@code INVALID_ARGUMENT}. A name that cannot be a tenant's, or one bucket too many, may be a
 * client's doing: that bucket alone is denied.
 */
final class QuotaStream implements StreamObserver<RateLimitQuotaUsageReports> {
  static final int MOST_BUCKETS = 1_000;
  static final int MOST_ENTRIES = 16;
  static final int MOST_ID_BYTES = 1_024;

  private final long number;
  private final ServerCallStreamObserver<RateLimitQuotaResponse> answers;
  private final QuotaStreams streams;
  private final DecisionMeters meters;

  /** Read and changed holding this. */
  private final Map<BucketId, Integer> numbers = new HashMap<>();

  private final Map<Integer, BucketId> buckets = new HashMap<>();
  private int numbered;
  private boolean over;

  QuotaStream(
      long number,
      ServerCallStreamObserver<RateLimitQuotaResponse> answers,
      QuotaStreams streams,
      DecisionMeters meters) {
    this.number = number;
    this.answers = answers;
    this.streams = streams;
    this.meters = meters;
  }

  @Override
  public void onNext(RateLimitQuotaUsageReports reports) {
    List<LeafReport> known = new ArrayList<>();
    RateLimitQuotaResponse.Builder refused = RateLimitQuotaResponse.newBuilder();
    for (int i = 0; i < reports.getBucketQuotaUsagesCount(); i++) {
      BucketQuotaUsage usage = reports.getBucketQuotaUsages(i);
      String wrong = misconfigured(usage.getBucketId());
      if (wrong != null) {
        end(
            Status.INVALID_ARGUMENT.withDescription(
                "bucket_quota_usages[%d].bucket_id: %s".formatted(i, wrong)));
        return;
      }
      LeafId leaf = leaf(usage.getBucketId());
      count(usage);
      if (leaf == null) {
        refused.addBucketAction(QuotaAnswers.refused(usage));
      } else {
        known.add(report(leaf, usage));
      }
    }
    if (refused.getBucketActionCount() > 0) {
      send(refused.build());
    }
    if (!known.isEmpty() && !streams.hand(new EdgeInput.LeavesReported(known))) {
      end(Status.UNAVAILABLE.withDescription("The agent's loop takes nothing in."));
    }
  }

  @Override
  public void onError(Throwable cancelled) {
    cancelled();
  }

  /** The other side has gone. */
  void cancelled() {
    forget();
    streams.ended(number);
  }

  @Override
  public void onCompleted() {
    end(Status.OK);
  }

  /** Loop only. Who does not read is told nothing more: it would read it too late. */
  void tell(List<LeafAction> actions) {
    RateLimitQuotaResponse.Builder response = RateLimitQuotaResponse.newBuilder();
    for (LeafAction action : actions) {
      BucketAction told = told(action);
      if (told != null) {
        response.addBucketAction(told);
      }
    }
    if (response.getBucketActionCount() > 0) {
      send(response.build());
    }
  }

  private synchronized @Nullable BucketAction told(LeafAction action) {
    BucketId bucket = buckets.get(action.leaf().bucket());
    if (bucket != null && action instanceof LeafAction.Abandon) {
      buckets.remove(action.leaf().bucket());
      numbers.remove(bucket);
    }
    return bucket == null ? null : QuotaAnswers.of(bucket, action);
  }

  private synchronized void send(RateLimitQuotaResponse response) {
    if (over) {
      return;
    }
    if (answers.isReady()) {
      answers.onNext(response);
    } else {
      end(Status.UNAVAILABLE.withDescription("The stream is not read."));
    }
  }

  /** Ends the stream, once. */
  synchronized void end(Status status) {
    if (over) {
      return;
    }
    forget();
    if (status.isOk()) {
      answers.onCompleted();
    } else {
      answers.onError(status.asRuntimeException());
    }
    streams.ended(number);
  }

  private synchronized void forget() {
    over = true;
    numbers.clear();
    buckets.clear();
  }

  /** Null if it may not be one. */
  private synchronized @Nullable LeafId leaf(BucketId bucket) {
    Integer known = numbers.get(bucket);
    if (known != null) {
      return new LeafId(number, known);
    }
    boolean fits =
        numbers.size() < MOST_BUCKETS
            && bucket.getBucketCount() <= MOST_ENTRIES
            && bucket.getSerializedSize() <= MOST_ID_BYTES;
    if (over || !fits || !Names.isValid(tenant(bucket))) {
      return null;
    }
    numbers.put(bucket, ++numbered);
    buckets.put(numbered, bucket);
    return new LeafId(number, numbered);
  }

  private void count(BucketQuotaUsage usage) {
    Priority priority =
        Words.find(
                Priority.class,
                usage.getBucketId().getBucketOrDefault(Questions.PRIORITY, "critical"))
            .orElse(Priority.CRITICAL);
    meters.countLeaf(
        priority, units(usage.getNumRequestsAllowed()), units(usage.getNumRequestsDenied()));
  }

  private static LeafReport report(LeafId leaf, BucketQuotaUsage usage) {
    return new LeafReport(
        leaf,
        tenant(usage.getBucketId()),
        units(usage.getNumRequestsAllowed()),
        units(usage.getNumRequestsDenied()));
  }

  /** Envoy counts in 64 bits without a sign. */
  private static long units(long count) {
    return count < 0 ? Limit.MAX_UNITS : Math.min(count, Limit.MAX_UNITS);
  }

  private static String tenant(BucketId bucket) {
    return bucket.getBucketOrDefault(Questions.TENANT, "");
  }

  private static @Nullable String misconfigured(BucketId bucket) {
    return bucket.containsBucket(Questions.TENANT)
        ? null
        : "no entry 'tenant' (expected: every bucket names one)";
  }
}
