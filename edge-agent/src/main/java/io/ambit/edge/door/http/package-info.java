/**
 * The decision doors for proxies and services, and what people ask an edge over HTTP. The doors a
 * request passes are plain servlets: the way through Spring MVC costs more than the decision.
 */
@NullMarked
package io.ambit.edge.door.http;

import org.jspecify.annotations.NullMarked;
