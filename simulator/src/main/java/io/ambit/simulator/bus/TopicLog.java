package io.ambit.simulator.bus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One topic: the newest record of every key, and who reads on as more come. */
public final class TopicLog {
  private final Broker broker;
  private final Map<String, Stored> newest = new LinkedHashMap<>();
  private final List<Reader> readers = new ArrayList<>();
  private long end;

  TopicLog(Broker broker) {
    this.broker = broker;
  }

  long end() {
    return end;
  }

  Broker broker() {
    return broker;
  }

  /** What compaction leaves, in the order of the log. */
  public List<Stored> compacted() {
    return newest.values().stream().sorted(Comparator.comparingLong(Stored::offset)).toList();
  }

  void read(Reader reader) {
    readers.add(reader);
  }

  Stored append(String key, @Nullable Object value) {
    Stored record = new Stored(key, value, end++);
    newest.put(key, record);
    readers.removeIf(reader -> !reader.isAlive());
    for (Reader reader : readers) {
      reader.offer(record);
    }
    return record;
  }
}
