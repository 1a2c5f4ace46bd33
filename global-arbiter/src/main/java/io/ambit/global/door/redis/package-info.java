/**
 * The arbiter's soft state in Redis: what tenants used lately. Losing Redis loses that and nothing
 * else.
 */
@NullMarked
package io.ambit.global.door.redis;

import org.jspecify.annotations.NullMarked;
