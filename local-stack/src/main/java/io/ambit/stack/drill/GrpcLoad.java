package io.ambit.stack.drill;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Asks a gRPC method of one server, over one connection. One caller at a time. */
final class GrpcLoad implements DoorLoad.Asking, AutoCloseable {
  private static final MethodDescriptor<byte[], byte[]> SHOULD_RATE_LIMIT =
      GrpcBytes.method("envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit");

  private final ManagedChannel channel;
  private final MethodDescriptor<byte[], byte[]> method;
  private final byte[] message;
  private final Predicate<byte[]> success;

  private GrpcLoad(
      int port,
      MethodDescriptor<byte[], byte[]> method,
      byte[] message,
      Predicate<byte[]> success) {
    this.channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .usePlaintext()
            .directExecutor()
            .build();
    this.method = method;
    this.message = message;
    this.success = success;
  }

  /** What Envoy asks of an edge before a request goes on. */
  static GrpcLoad rateLimit(int port, String tenant) {
    return new GrpcLoad(
        port,
        SHOULD_RATE_LIMIT,
        request(tenant),
        // The overall code comes first, and is OK.
        answer -> answer.length >= 2 && answer[0] == 1 << 3 && answer[1] == 1);
  }

  /** As long a message, which comes back. */
  static GrpcLoad echo(int port, String tenant) {
    byte[] message = request(tenant);
    return new GrpcLoad(port, BareGrpc.ECHO, message, answer -> answer.length == message.length);
  }

  @Override
  public DoorLoad.Lap ask(int count, int atOnce) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(count - atOnce);
    AtomicInteger otherwise = new AtomicInteger();
    CountDownLatch answered = new CountDownLatch(count);
    long began = System.nanoTime();
    for (int i = 0; i < atOnce; i++) {
      call(new Call(left, otherwise, answered));
    }
    answered.await();
    return new DoorLoad.Lap(Duration.ofNanos(System.nanoTime() - began), otherwise.get());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private void call(Call told) {
    ClientCalls.asyncUnaryCall(channel.newCall(method, CallOptions.DEFAULT), message, told);
  }

  /** One call after another, as long as any are left. */
  private final class Call implements StreamObserver<byte[]> {
    private final AtomicInteger left;
    private final AtomicInteger otherwise;
    private final CountDownLatch answered;
    private boolean good;

    Call(AtomicInteger left, AtomicInteger otherwise, CountDownLatch answered) {
      this.left = left;
      this.otherwise = otherwise;
      this.answered = answered;
    }

    @Override
    public void onNext(byte[] answer) {
      good = success.test(answer);
    }

    @Override
    public void onError(Throwable failure) {
      good = false;
      onCompleted();
    }

    @Override
    public void onCompleted() {
      otherwise.addAndGet(good ? 0 : 1);
      answered.countDown();
      if (left.getAndDecrement() > 0) {
        call(new Call(left, otherwise, answered));
      }
    }
  }

  /** A {@code RateLimitRequest} of one descriptor, {@code tenant}. */
  private static byte[] request(String tenant) {
    byte[] entry = join(field(1, text("tenant")), field(2, text(tenant)));
    return join(field(1, text("ambit")), field(2, field(1, entry)));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A field of protocol buffers that has a length, below 128. */
  private static byte[] field(int number, byte[] content) {
    return join(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }
}
