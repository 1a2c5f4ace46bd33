/** What people and probes ask a regional controller over HTTP. */
@NullMarked
package io.ambit.region.door.http;

import org.jspecify.annotations.NullMarked;
