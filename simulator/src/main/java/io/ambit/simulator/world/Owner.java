package io.ambit.simulator.world;

import io.ambit.lease.GrantBook;
import io.ambit.lease.GrantPage;
import io.ambit.lease.GrantPages;
import io.ambit.lease.Grants;
import io.ambit.simulator.bus.Broker;
import io.ambit.simulator.bus.Client;
import io.ambit.simulator.bus.Entry;
import io.ambit.simulator.bus.Group;
import io.ambit.simulator.bus.Link;
import io.ambit.simulator.bus.Outcome;
import io.ambit.simulator.bus.Producer;
import io.ambit.simulator.bus.Stored;
import io.ambit.simulator.engine.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A process that may own a node, in terms: when the group says so it fences whoever was before,
 * only then asks how far the node's logs go, replays them, and leads until it is fenced, revoked or
 * in doubt about something it appended. Then it forgets all and stands for election again.
 */
abstract class Owner extends Process {
  private static final long TICK_NANOS = 50_000_000;
  private static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long TAKE_OVER_NANOS = 3_000_000_000L;

  private final Broker broker;
  private final Group group;
  private final String node;
  private final long id;
  private Group.@Nullable Member member;
  private @Nullable Producer producer;
  private int term;
  private boolean taking;
  private GrantPages pages = new GrantPages();

  Owner(String name, World world, Broker broker, Group group, String node) {
    super(name, world);
    this.broker = broker;
    this.group = group;
    this.node = node;
    this.id = Dice.key(name);
  }

  final long id() {
    return id;
  }

  /** Whether it believes to lead. */
  public abstract boolean leads();

  /** The topics that only the owner writes, in the order in which they are replayed. */
  abstract List<String> ownTopics();

  /** Leads from what the logs say. */
  abstract void beginTerm(Client term, SortedMap<String, List<Stored>> past);

  abstract void endTerm();

  abstract void tick();

  @Override
  final void begin() {
    term++;
    taking = false;
    producer = null;
    endTerm();
    stand();
    long phase = Long.remainderUnsigned(world().dice().bits(id, 2, now()), TICK_NANOS);
    after(phase + 1, this::beat);
  }

  private void beat() {
    tick();
    after(TICK_NANOS, this::beat);
  }

  private void stand() {
    member = group.join(client(broker), this::takeOver, this::resign);
  }

  private void takeOver() {
    if (taking || producer != null) {
      return;
    }
    taking = true;
    int mine = ++term;
    Client client = client(broker);
    broker.fence(
        client,
        node,
        epoch ->
            broker.readBack(
                client,
                ownTopics(),
                past -> {
                  if (mine == term) {
                    taking = false;
                    world().checkPast(broker.isAllThereIs(node, epoch, past), name());
                    world().succeeded(node);
                    pages = new GrantPages();
                    producer = new Producer(broker, client, node, epoch, PATIENCE_NANOS);
                    beginTerm(term(broker), past);
                  }
                }));
    after(
        TAKE_OVER_NANOS,
        () -> {
          if (taking && mine == term) {
            taking = false;
          }
        });
  }

  /** Stops leading, if it did, and stands again. */
  final void resign() {
    term++;
    taking = false;
    producer = null;
    endTerm();
    Group.Member old = member;
    if (old != null) {
      group.leave(old);
    }
    stand();
  }

  /** A client that lives as long as the term. */
  final Client term(Broker to) {
    Client client = client(to);
    int mine = term;
    return new Client() {
      @Override
      public Link up() {
        return client.up();
      }

      @Override
      public Link down() {
        return client.down();
      }

      @Override
      public boolean isAlive() {
        return mine == term && client.isAlive();
      }

      @Override
      public void run(Runnable action) {
        client.run(
            () -> {
              if (mine == term) {
                action.run();
              }
            });
      }
    };
  }

  /** Where records may be lost one by one, each says all by itself; else pages of what changed. */
  final List<Entry> given(Traffic.Way way, String topic, Grants grants) {
    world().trace(id, grants.node(), grants.stamp().sequence());
    List<GrantPage> written =
        world().loose() ? List.of(GrantPage.whole(grants)) : pages.write(grants);
    List<Entry> entries = new ArrayList<>();
    for (GrantPage page : written) {
      world().meter().down(way, page);
      entries.add(new Entry(topic, page.key(), page));
    }
    return entries;
  }

  /** What was granted, as a log of it says. */
  static List<Grants> readBack(List<Stored> log) {
    GrantBook book = new GrantBook();
    List<Grants> all = new ArrayList<>();
    for (Stored record : log) {
      if (record.value() instanceof GrantPage page) {
        book.read(page).ifPresent(all::add);
      }
    }
    all.addAll(book.incomplete());
    return all;
  }

  /** Appends what belongs together. */
  final void append(List<Entry> batch) {
    Producer out = producer;
    if (batch.isEmpty() || out == null) {
      return;
    }
    int mine = term;
    out.send(
        batch,
        outcome -> {
          if (mine == term) {
            settled(batch, outcome);
            if (outcome != Outcome.STORED) {
              resign();
            }
          }
        });
  }

  /** What became of a batch of this term. */
  void settled(List<Entry> batch, Outcome outcome) {}
}
