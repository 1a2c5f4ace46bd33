/**
 * Holds the files that say how Ambit is run (Dockerfile, Compose, Kubernetes, Prometheus, Grafana)
 * to what the project promises, without an engine, a cluster or a network. A check reads {@link
 * io.ambit.deployment.DeploymentFiles} and returns its findings as sentences; each is shown to bite
 * by a small change of the real files that it must find.
 */
@NullMarked
package io.ambit.deployment;

import org.jspecify.annotations.NullMarked;
