package io.ambit.stack.drill;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What answering gRPC costs if nothing is decided or even read: every message comes back. */
public final class BareGrpc {
  static final MethodDescriptor<byte[], byte[]> ECHO = GrpcBytes.method("ambit.drill.Bare/Echo");

  private BareGrpc() {}

  /**
   * Serves until it is told to stop.
   *
   * @param arguments the port, on the loopback interface
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .directExecutor()
        .addService(
            ServerServiceDefinition.builder("ambit.drill.Bare")
                .addMethod(
                    ECHO,
                    ServerCalls.asyncUnaryCall(
                        (message, answer) -> {
                          answer.onNext(message);
                          answer.onCompleted();
                        }))
                .build())
        .build()
        .start()
        .awaitTermination();
  }
}
