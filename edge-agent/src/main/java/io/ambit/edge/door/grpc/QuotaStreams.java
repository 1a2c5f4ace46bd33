package io.ambit.edge.door.grpc;

import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.core.leaf.LeafAction;
import io.ambit.edge.core.leaf.LeafTeller;
import io.ambit.edge.decision.DecisionMeters;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The quota streams that are open, at most {@value #MOST}. Opened and read by the threads of the
 * sockets, told by the loop. Thread-safe.
 */
public final class QuotaStreams implements LeafTeller {
  static final int MOST = 1_000;

  private final ConcurrentSkipListMap<Long, QuotaStream> open = new ConcurrentSkipListMap<>();
  private final AtomicLong opened = new AtomicLong();
  private final Predicate<EdgeInput> loop;
  private final DecisionMeters meters;

  /**
   * None yet.
   *
   * @param loop takes an input in, or says at once that it does not
   */
  QuotaStreams(Predicate<EdgeInput> loop, DecisionMeters meters) {
    this.loop = loop;
    this.meters = meters;
  }

  /** A new stream; null if there are too many. */
  @Nullable QuotaStream open(ServerCallStreamObserver<RateLimitQuotaResponse> answers) {
    long number = opened.incrementAndGet();
    QuotaStream stream = new QuotaStream(number, answers, this, meters);
    // Without one, telling a stream that was cancelled would throw.
    answers.setOnCancelHandler(stream::cancelled);
    open.put(number, stream);
    // Racing threads may both give way, which is no more than one refusal too many.
    if (open.size() > MOST) {
      open.remove(number);
      return null;
    }
    return stream;
  }

  boolean hand(EdgeInput input) {
    return loop.test(input);
  }

  /** It has ended; the core need not hear of it for anything but to share sooner. */
  void ended(long number) {
    if (open.remove(number) != null) {
      var unused = loop.test(new EdgeInput.LeavesGone(number));
    }
  }

  @Override
  public void tell(List<LeafAction> actions) {
    Map<Long, List<LeafAction>> byStream = new TreeMap<>();
    for (LeafAction action : actions) {
      byStream.computeIfAbsent(action.leaf().stream(), same -> new ArrayList<>()).add(action);
    }
    byStream.forEach(
        (number, each) -> {
          QuotaStream stream = open.get(number);
          if (stream != null) {
            stream.tell(each);
          }
        });
  }

  /** How many there are. */
  int count() {
    return open.size();
  }

  /** Ends all: whoever asks again finds another process, or none. */
  void endAll() {
    open.values()
        .forEach(each -> each.end(Status.UNAVAILABLE.withDescription("The agent is stopping.")));
  }
}
