package io.ambit.global.core;

import io.ambit.model.PolicyKey;
import io.ambit.model.PolicySpec;

/** Something the arbiter wants written by itself. */
record OwnWish(PolicyKey key, PolicySpec spec, String reason) {}
