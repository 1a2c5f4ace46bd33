/**
 * What travels over Kafka: the domain's words as Protobuf bytes and back. Every record is an
 * envelope with a version; {@link io.ambit.wire.Wire} is the only door, and whatever the bytes, it
 * answers with a domain value or a typed reason why not.
 */
@NullMarked
package io.ambit.wire;

import org.jspecify.annotations.NullMarked;
