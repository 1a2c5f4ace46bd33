/** The gRPC doors, asked by clients of Envoy's own protocols. */
@NullMarked
package io.ambit.edge.door.grpc;

import org.jspecify.annotations.NullMarked;
