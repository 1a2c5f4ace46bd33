/** The arbiter's logs: what it reads back from them, and what it appends. */
@NullMarked
package io.ambit.global.door.kafka;

import org.jspecify.annotations.NullMarked;
