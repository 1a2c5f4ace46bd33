package io.ambit.edge.door.fast;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: requests are answered in turn, once they are here whole, and all answers to what
 * came in together go out together. Nothing is read while answers wait to be taken.
 */
final class FastConnection extends ChannelInboundHandlerAdapter {
  /** As much as a body on the web server's port; it is not looked at. */
  static final long MOST_BODY_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FastConnection.class);

  private final FastDoor door;
  private @Nullable HttpRequest request;
  private long startNanos;
  private long bodyBytes;
  private boolean ended;

  FastConnection(FastDoor door) {
    this.door = door;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      read(context, message);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ChannelHandlerContext context, Object message) {
    if (ended) {
      return;
    }
    if (message instanceof HttpRequest begun) {
      request = begun;
      startNanos = System.nanoTime();
      bodyBytes = 0;
      if (begun.decoderResult().isFailure()) {
        end(context, door.answer(begun, startNanos));
        return;
      }
    }
    HttpRequest whole = request;
    if (whole == null || !(message instanceof HttpContent part)) {
      return;
    }
    bodyBytes += part.content().readableBytes();
    if (bodyBytes > MOST_BODY_BYTES) {
      end(context, door.tooLarge(MOST_BODY_BYTES));
    } else if (message instanceof LastHttpContent) {
      request = null;
      context.write(door.answer(whole, startNanos), context.voidPromise());
    }
  }

  /** What comes after on this connection cannot be told from what it was in the middle of. */
  private void end(ChannelHandlerContext context, FullHttpResponse answer) {
    ended = true;
    request = null;
    context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(context.channel().isWritable());
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      context.close();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  /** Clients go as they like; anything else is ours. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("A connection of the fast door failed", cause);
    }
    context.close();
  }
}
