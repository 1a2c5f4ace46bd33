/**
 * What Envoy asks an edge over gRPC: rate limits request by request (RLS v3), authorization
 * (ext_authz v3), and buckets of its own to decide from (RLQS v3). Every call is answered on the
 * thread that read it, from memory, so none of them waits and none needs a thread of its own.
 */
@NullMarked
package io.ambit.edge.door.grpc;

import org.jspecify.annotations.NullMarked;
