package io.ambit.global.door.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One who watches. Has a thread of its own, so that a slow one slows nobody down; one that is
 * {@value #BEHIND} changes behind is let go, and may resume.
 */
final class Watcher {
  static final int BEHIND = 1_000;
  private static final long BOOKMARK_SECONDS = 10;

  private final SseEmitter emitter = new SseEmitter(0L);
  private final BlockingQueue<WatchEvent> queue = new ArrayBlockingQueue<>(BEHIND);
  private final List<WatchEvent> backlog;
  private volatile boolean ended;
  private long told;

  /**
   * @param backlog what to tell first
   * @param revision up to where that goes
   */
  Watcher(List<WatchEvent> backlog, long revision) {
    this.backlog = backlog;
    this.told = revision;
  }

  /** Begins to tell; {@code gone} runs when it ends, whoever ends it. */
  SseEmitter start(Runnable gone) {
    emitter.onCompletion(this::end);
    emitter.onError(error -> end());
    Thread.ofVirtual()
        .name("watcher")
        .start(
            () -> {
              try {
                tell();
                emitter.complete();
              } catch (IOException | IllegalStateException | InterruptedException left) {
                emitter.completeWithError(left);
              } finally {
                gone.run();
              }
            });
    return emitter;
  }

  /** Never waits. */
  void offer(WatchEvent event) {
    if (!queue.offer(event)) {
      end();
    }
  }

  void end() {
    ended = true;
    var unused = queue.offer(WatchEvent.bookmark(0));
  }

  private void tell() throws IOException, InterruptedException {
    for (WatchEvent event : backlog) {
      send(event);
    }
    send(WatchEvent.bookmark(told));
    while (!ended) {
      WatchEvent next = queue.poll(BOOKMARK_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        send(next == null ? WatchEvent.bookmark(told) : next);
      }
    }
  }

  private void send(WatchEvent event) throws IOException {
    told = Math.max(told, event.revision());
    emitter.send(
        SseEmitter.event()
            .id(Long.toString(event.revision()))
            .name(event.type().name())
            .data(event, MediaType.APPLICATION_JSON));
  }
}
