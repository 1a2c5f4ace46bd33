package io.ambit.mode;

import io.ambit.model.Mode;

/** One transition; {@code reason} is a short word fit for a metric's label. */
public record ModeChange(Mode from, Mode to, String reason) {}
